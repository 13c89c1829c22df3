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

from ledgers import Ledgers, largest, room
from measuring import fail, note
from report import surroundings, table, write
from scenarios import Throughput, Verifying, growth, many_files, start_up
from splitting import Splitting
from subjects import Fubako, Machine, Rivals
from workshop import DISK, GIB, MIB, Workshop

#: What can be measured alone, in the order of the table.
SECTIONS = ("seal", "open", "verify", "split", "memory", "trees", "ledger", "start")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument(
        "--full", action="store_true",
        help="also 8 GiB, 1,000,000 files and 10,000,000 entries; needs 18 GiB of memory and 40 GiB of disk")
    parser.add_argument("--only", type=chosen, metavar="NAME[,NAME]", help=f"only these of {', '.join(SECTIONS)}")
    parser.add_argument("--quick", action="store_true", help="a small run to see that everything works; judges nothing")
    parser.add_argument("--size", type=int, default=GIB, help="bytes of the large file (1 GiB)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of alternating measurements (7)")
    parser.add_argument("--cores", type=int, default=2, help="cores to use (2)")
    options = parser.parse_args()
    if options.only and options.write:
        parser.error("--write would leave out the rows of what is not measured; it does not go with --only")
    options.sections = options.only or SECTIONS
    if options.quick:
        options.size, options.rounds = 64 * MIB, 3
    return options


def chosen(text):
    """The names of sections, in the order of the table."""
    names = text.split(",")
    for name in names:
        if name not in SECTIONS:
            raise argparse.ArgumentTypeError(f"there is no '{name}', only {', '.join(SECTIONS)}")
    return tuple(name for name in SECTIONS if name in names)


def use_cores(count):
    """Confines this run, and all that it starts, to so many cores."""
    allowed = sorted(os.sched_getaffinity(0))[:count]
    os.sched_setaffinity(0, allowed)
    return len(allowed)


def require_room(options):
    """Refuses to begin what would not fit."""
    sections = set(options.sections)
    # In memory a source, two packages and what is opened, with 8 GiB the package beside its source; on disk a package of
    # four times the size.
    memory = 5 * options.size if sections & {"seal", "open", "verify", "split", "memory", "trees"} else 0
    disk = 5 * options.size if "verify" in sections else 0
    if options.full and sections & {"memory", "trees"}:
        memory = max(memory, 18 * GIB)
    if "ledger" in sections:
        disk = max(disk, room(largest(options)))
    available = int(re.search(r"^MemAvailable:\s*(\d+) kB$", Path("/proc/meminfo").read_text(), re.MULTILINE).group(1))
    require("/dev/shm and of memory", memory, min(shutil.disk_usage("/dev/shm").free, available * 1024))
    DISK.mkdir(parents=True, exist_ok=True)
    require(DISK, disk, shutil.disk_usage(DISK).free)


def require(place, needed, free):
    if free < needed:
        fail(f"needs {needed / GIB:.1f} GiB in {place}, there are {free / GIB:.1f}")


def measurements(shop, options):
    """What gives the rows of each section; nothing of one is needed by another."""
    fubako, rivals, machine = Fubako(shop), Rivals(shop), Machine(shop, options.cores)
    throughput = Throughput(shop, fubako, rivals, machine, options)
    sizes = [MIB, 16 * MIB] if options.quick else [MIB, 16 * MIB, 256 * MIB, GIB]
    return {
        "seal": throughput.seal,
        "open": throughput.open,
        "verify": Verifying(shop, fubako, machine, options).rows,
        "split": Splitting(shop, fubako, machine, options).rows,
        "memory": lambda: growth(shop, fubako, sizes + ([8 * GIB] if options.full else []), 3),
        "trees": lambda: trees(shop, fubako, rivals, options),
        "ledger": Ledgers(shop, fubako, options).rows,
        "start": lambda: start_up(shop, fubako, 5 if options.quick else 41),
    }


def trees(shop, fubako, rivals, options):
    count = 2_000 if options.quick else 100_000
    yield from many_files(shop, fubako, rivals, count, 8192, min(options.rounds, 5))
    if options.full:
        yield from many_files(shop, fubako, rivals, 1_000_000, 16, 1)


def measure(shop, options):
    """All rows, each told as soon as it is known, so that a run that is interrupted has shown what it found."""
    rows, known = [], measurements(shop, options)
    for section in options.sections:
        for row in known[section]():
            note(row.told)
            rows.append(row)
    return rows


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
