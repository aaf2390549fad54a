"""The figures of a whole: counted per month by a timer, read by pages, drawn and handed out (keputusan/0099)."""
