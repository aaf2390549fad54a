"""Child process: take the limits on, then become the program. No Django, no import of ours (see anak.py).

Arguments: the program's path, and its order as JSON with `batas` in it.
"""

import json
import resource
import runpy
import sys


def pasang_batas(batas: dict[str, float]) -> None:
    """Limit this process: `memori` bytes of address space, `cpu` seconds; no core dump, no file written, few open."""
    memori, cpu = int(batas["memori"]), int(batas["cpu"])
    resource.setrlimit(resource.RLIMIT_AS, (memori, memori))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


if __name__ == "__main__":
    program, perintah = sys.argv[1:]
    sys.argv = [program, perintah]
    pasang_batas(json.loads(perintah)["batas"])
    runpy.run_path(program, run_name="__main__")
