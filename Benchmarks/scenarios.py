"""What is measured. Each function returns rows of the table."""

import subprocess
from pathlib import Path

from measuring import median, note, rounds, run
from report import Row
from workshop import GIB, MIB

#: What memory may take at any size, and for each entry of a tree besides.
PEAK = 64 * MIB
PEAK_ENTRY = 64


def seconds(values):
    return f"{median(values):.3f} s"


def speed(values):
    return f"{median(values) / 1e9:.2f} GB/s"


def size_text(size):
    return f"{size // GIB} GiB" if size >= GIB else f"{size // MIB} MiB"


class Throughput:
    """Seal and open one large file, against the machine's bound and against other programs."""

    def __init__(self, shop, fubako, rivals, machine, options):
        self.shop, self.fubako, self.rivals, self.machine = shop, fubako, rivals, machine
        self.cores, self.count, self.size = options.cores, options.rounds, options.size

    def bound(self, aes, sha, cp):
        """Seconds that encrypting, hashing and copying every byte once takes at best."""
        return self.size * (1 / aes + 1 / sha + 1 / cp) / self.cores

    def seal(self):
        note(f"sealing {size_text(self.size)}, {self.count} rounds")
        big, tiny = self.shop.file("big", self.size), self.shop.file("tiny", 1)
        results = rounds(
            self.count, self.machine.aes, self.machine.sha, lambda: self.machine.cp(big),
            lambda: self.fubako.seal_once(big).seconds, lambda: self.fubako.seal_once(tiny).seconds,
            lambda: self.fubako.seal_unsigned(big).seconds,
            lambda: self.rivals.age(big).seconds, lambda: self.rivals.minisign().seconds)
        self.shop.remove("big", "out.age")
        aes, sha, cp, whole, unlocking, unsigned, age, minisign = zip(*results)
        net = [w - u for w, u in zip(whole, unlocking)]
        bounds = [self.bound(*speeds) for speeds in zip(aes, sha, cp)]
        both = [a + m for a, m in zip(age, minisign)]
        return [
            Row("AES-256-GCM, SHA-256 and cp on one core", 1, None, ", ".join(map(speed, (aes, sha, cp)))),
            against("seal, against the bound", bounds, net, 0.95),
            against("seal, against `age -r` (encrypts only)", age, net, 1.4),
            against("seal, against `age -r`, then `minisign -S`", both, net, 3.5),
            against("seal unsigned (no key to unlock), against the bound", bounds, unsigned),
            against("seal unsigned, against `age -r`", age, unsigned),
            against("seal with unlocking the key, against the bound", bounds, whole),
            against("seal with unlocking the key, against `age -r`", age, whole),
            Row("unlocking the key and sealing one byte", median(unlocking) / median(whole), None, seconds(unlocking)),
        ]

    def open(self):
        note(f"opening {size_text(self.size)}")
        big = self.shop.file("big", self.size)
        self.fubako.seal(big, "out.fubako")
        self.fubako.seal(self.shop.file("tiny", 1), "tiny.fubako")
        self.rivals.age(big)
        results = rounds(
            self.count, self.machine.aes, self.machine.sha, lambda: self.machine.cp(big),
            lambda: self.fubako.open().seconds, lambda: self.fubako.open("tiny.fubako").seconds,
            lambda: self.rivals.age_decrypt().seconds)
        self.shop.remove("big", "out.age", "out.fubako", "tiny.fubako")
        aes, sha, cp, whole, unlocking, age = zip(*results)
        net = [w - u for w, u in zip(whole, unlocking)]
        bounds = [self.bound(*speeds) for speeds in zip(aes, sha, cp)]
        return [
            against("open, against the bound", bounds, net, 0.95),
            against("open, against `age -d` (verifies no signature)", age, net, 1.4),
            against("open with unlocking the key, against the bound", bounds, whole),
            against("open with unlocking the key, against `age -d`", age, whole),
        ]


class Verifying:
    """Verify one package, against SHA-256 on all cores and against the least program that reads and hashes."""

    def __init__(self, shop, fubako, machine, options):
        self.shop, self.fubako, self.machine = shop, fubako, machine
        self.cores, self.count, self.size = options.cores, options.rounds, options.size

    def rows(self):
        yield from self.in_page_cache()
        yield from self.in_memory()

    def in_page_cache(self):
        """A package of four times the size on the file system of the build: what a run costs once weighs little beside it.

        The round that warms up reads it."""
        return self.sealed(4 * self.size, self.shop.disk / "out.fubako", "in the page cache", 0.85)

    def in_memory(self):
        """A package in /dev/shm."""
        return self.sealed(self.size, self.shop / "out.fubako", "in /dev/shm", None)

    def sealed(self, size, package, where, wanted):
        """The rows of a package of this size."""
        note(f"verifying {size_text(size)} {where}")
        self.fubako.seal(self.shop.file("big", size), package)
        self.shop.remove("big")
        rows = self.measure(package, size, f"{size_text(size)} {where}", wanted)
        self.shop.remove(package)
        return rows

    def measure(self, package, size, what, wanted):
        results = rounds(
            self.count, self.machine.sha, lambda: self.fubako.verify(package).seconds,
            lambda: self.machine.verify(package).seconds)
        sha, taken, plain = zip(*results)
        best = [size / (speed * self.cores) for speed in sha]
        return [
            against(f"verify {what}, against SHA-256 on all cores", best, taken, wanted),
            against(f"verify {what}, against a plain C loop over the same file", plain, taken),
            against(f"the plain C loop over {what}, against SHA-256 on all cores", best, plain),
        ]


def against(what, reference, taken, wanted=None):
    """How many times faster than the reference, as the median over the rounds."""
    ratio = median(r / t for r, t in zip(reference, taken))
    return Row(what, ratio, wanted, f"{seconds(taken)} against {seconds(reference)}")


def growth(shop, fubako, sizes, count):
    """Time for each byte, and memory, from the smallest size to the largest."""
    tiny = shop.file("tiny", 1)
    fixed = median([fubako.seal_once(tiny).seconds for _ in range(count)])
    taken = {}
    for size in sizes:
        note(f"sealing and opening {size_text(size)}")
        source = shop.file("grown", size)
        seals = [fubako.seal(source, "out.fubako") for _ in range(count)]
        shop.remove("grown")
        opens = [fubako.open() for _ in range(count)]
        shop.remove("out.fubako")
        taken[size] = median([run.seconds for run in seals])
        yield memory(f"memory of sealing {size_text(size)}", seals)
        yield memory(f"memory of opening {size_text(size)}", opens)
    yield from growth_rows(taken, fixed)


def growth_rows(taken, fixed):
    """Seconds for each byte, without what sealing one byte takes, compared with those of 1 GiB."""
    reference = (taken[GIB] - fixed) / GIB if GIB in taken else None
    for size, whole in taken.items():
        if reference and size != GIB:
            ratio = max(whole - fixed, 0) / size / reference
            wanted = 1.15 if size > GIB else None
            yield Row(f"time for each byte of {size_text(size)}, against 1 GiB", ratio, wanted, f"{whole:.3f} s", True)


def memory(what, runs, entries=0):
    """Peak memory as a part of what is allowed."""
    peak = max(run.peak for run in runs)
    return Row(what, peak / (PEAK + entries * PEAK_ENTRY), 1, f"{peak / MIB:.1f} MiB", at_most=True)


def many_files(shop, fubako, rivals, count, largest, rounds_count):
    """A tree of many small files, against `tar` piped into `age`."""
    note(f"a tree of {count:,} files")
    tree = shop.tree("tree", count, largest)
    tiny = shop.file("tiny", 1)
    results = rounds(
        rounds_count, lambda: fubako.seal(tree, "out.fubako"), lambda: fubako.seal_once(tiny),
        lambda: rivals.tar_age(tree))
    seals, unlocking, tars = zip(*results)
    net = [seal.seconds - fixed.seconds for seal, fixed in zip(seals, unlocking)]
    what = f"a tree of {count:,} files"
    rows = [
        against(f"seal {what}, against `tar c \\| age -r`", [tar.seconds for tar in tars], net, 1),
        memory(f"memory of sealing {what}", seals, count),
        memory(f"memory of listing {what}", [fubako.list()], count),
        memory(f"memory of opening {what}", [fubako.open()], count),
    ]
    shop.remove("tree", "out.fubako")
    return rows


def start_up(shop, fubako, count):
    """Start-up against that of an empty Swift program: as one is usually built, and with Swift's library inside as here."""
    note("start-up")
    source = Path(__file__).parent / "empty.swift"
    usual, inside = shop / "empty", shop / "empty-static"
    subprocess.run(["swiftc", "-O", source, "-o", usual], check=True)
    subprocess.run(["swiftc", "-O", "-static-stdlib", source, "-o", inside], check=True)
    results = rounds(
        count, lambda: fubako.version().seconds, lambda: run([usual]).seconds, lambda: run([inside]).seconds)
    version, least, least_inside = zip(*results)
    name = "`fubako version`, against an empty Swift program"
    return [
        start_up_row(name, version, least, 3),
        start_up_row(name + " with Swift's library inside", version, least_inside, None),
        Row("`fubako version`, against 10 ms", median(version) / 0.010, 1, milliseconds(version), at_most=True),
    ]


def start_up_row(what, taken, reference, wanted):
    ratio = median(t / r for t, r in zip(taken, reference))
    return Row(what, ratio, wanted, f"{milliseconds(taken)} against {milliseconds(reference)}", at_most=True)


def milliseconds(values):
    return f"{median(values) * 1000:.1f} ms"
