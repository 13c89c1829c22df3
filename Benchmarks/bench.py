#!/usr/bin/env python3
"""Measures Fubako against what the machine can do at best, and against age and minisign. Needs about 5 GiB of memory.

Everything lies in memory (/dev/shm), everything takes turns in one run, and what counts are ratios.
"""

import argparse
import os
import shutil
import sys

from report import surroundings, table, write
from scenarios import Throughput, growth, many_files, start_up
from subjects import Fubako, Machine, Rivals
from workshop import GIB, MIB, Workshop


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--full", action="store_true", help="also 8 GiB and 1,000,000 files; needs 20 GiB of memory")
    parser.add_argument("--quick", action="store_true", help="a small run that only shows that everything works")
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


def require_memory(options):
    """Refuses to begin what would not fit."""
    needed = 5 * options.size if not options.full else max(5 * options.size, 18 * GIB)
    free = shutil.disk_usage("/dev/shm").free
    if free < needed:
        sys.exit(f"bench: needs {needed / GIB:.1f} GiB in /dev/shm, there are {free / GIB:.1f}")


def measure(shop, options):
    fubako, rivals = Fubako(shop), Rivals(shop)
    throughput = Throughput(shop, fubako, rivals, Machine(shop, 1 if options.quick else 3), options)
    rows = throughput.seal() + throughput.open() + throughput.verify()
    shop.remove("big", "opened", "opened.age", "out.age", "out.age.minisig")
    sizes = [MIB, 16 * MIB] if options.quick else [MIB, 16 * MIB, 256 * MIB, GIB]
    rows += growth(shop, fubako, sizes + ([8 * GIB] if options.full else []), 3)
    rows += many_files(shop, fubako, rivals, 2_000 if options.quick else 100_000, 8192, min(options.rounds, 5))
    if options.full:
        rows += many_files(shop, fubako, rivals, 1_000_000, 16, 1)
    return rows + start_up(shop, fubako, 5 if options.quick else 41)


def main():
    options = arguments()
    options.cores = use_cores(options.cores)
    require_memory(options)
    with Workshop(os.path.abspath(os.environ.get("FUBAKO_PROGRAM", ".build/release/fubako"))) as shop:
        rows = measure(shop, options)
    given = " ".join(sys.argv[1:])
    command = f"make bench BENCH='{given}'" if given else "make bench"
    text = f"{surroundings(command, options.cores)}\n\n{table(rows)}\n"
    print(text)
    if options.write:
        write(text)
    return 0 if all(row.good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
