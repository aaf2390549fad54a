"""How SIAPP gets onto servers: `pasang` for one machine, an image and a chart for many (docs/operasi.md)."""
