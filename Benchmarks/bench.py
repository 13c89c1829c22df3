#!/usr/bin/env python3
"""Measures Fubako against what the machine can do at best, and against age and minisign. Needs about 5 GiB of memory.

Everything lies in memory, everything takes turns in one run, and what counts are ratios. Ends with 1 if a wanted
figure is missed, and with 2 if it could not be measured.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ledgers import Ledgers
from measuring import fail
from report import surroundings, table, write
from scenarios import Throughput, Verifying, growth, many_files, start_up
from subjects import Fubako, Machine, Rivals
from workshop import DISK, GIB, MIB, Workshop


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--full", action="store_true", help="also 8 GiB and 1,000,000 files; needs 18 GiB of memory")
    parser.add_argument("--quick", action="store_true", help="a small run to see that everything works; judges nothing")
    parser.add_argument("--size", type=int, default=GIB, help="bytes of the large file (1 GiB)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of alternating measurements (7)")
    parser.add_argument("--cores", type=int, default=2, help="cores to use (2)")
    options = parser.parse_args()
    if options.quick:
        options.size, options.rounds = 64 * MIB, 3
    return options


def use_cores(count):
    """Confines this run, and all that it starts, to so many cores."""
    allowed = sorted(os.sched_getaffinity(0))[:count]
    os.sched_setaffinity(0, allowed)
    return len(allowed)


def require_room(options):
    """Refuses to begin what would not fit: a source, two packages and what is opened; 8 GiB and its package."""
    needed = max(5 * options.size, 18 * GIB if options.full else 0)
    available = int(re.search(r"^MemAvailable:\s*(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE).group(1))
    free = min(shutil.disk_usage("/dev/shm").free, available * 1024)
    if free < needed:
        fail(f"needs {needed / GIB:.1f} GiB in /dev/shm and of memory, there are {free / GIB:.1f}")
    DISK.mkdir(parents=True, exist_ok=True)
    needed, free = 3 * options.size, shutil.disk_usage(DISK).free
    if free < needed:
        fail(f"needs {needed / GIB:.1f} GiB in {DISK}, there are {free / GIB:.1f}")


def measure(shop, options):
    fubako, rivals, machine = Fubako(shop), Rivals(shop), Machine(shop, options.cores)
    throughput = Throughput(shop, fubako, rivals, machine, options)
    rows = throughput.seal() + throughput.open()
    shop.remove("big", "out.age")
    verifying = Verifying(shop, fubako, machine, options)
    in_memory = verifying.in_memory()
    shop.remove("out.fubako", "tiny.fubako")
    rows += verifying.in_page_cache() + in_memory
    sizes = [MIB, 16 * MIB] if options.quick else [MIB, 16 * MIB, 256 * MIB, GIB]
    rows += growth(shop, fubako, sizes + ([8 * GIB] if options.full else []), 3)
    rows += many_files(shop, fubako, rivals, 2_000 if options.quick else 100_000, 8192, min(options.rounds, 5))
    if options.full:
        rows += many_files(shop, fubako, rivals, 1_000_000, 16, 1)
    rows += Ledgers(shop, fubako, options).rows()
    return rows + start_up(shop, fubako, 5 if options.quick else 41)


def main():
    options = arguments()
    options.cores = use_cores(options.cores)
    require_room(options)
    with Workshop(os.path.abspath(os.environ.get("FUBAKO_PROGRAM", ".build/release/fubako"))) as shop:
        rows = measure(shop, options)
    given = " ".join(sys.argv[1:])
    command = f"make bench BENCH='{given}'" if given else "make bench"
    text = f"{surroundings(command, options.cores)}\n\n{table(rows)}\n"
    print(text)
    if options.write:
        write(text)
    return 0 if options.quick or all(row.good for row in rows) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, subprocess.SubprocessError) as error:
        fail(str(error))
