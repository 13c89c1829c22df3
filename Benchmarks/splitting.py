"""Packages in pieces: sealing, opening and repairing them, against the machine's bound, par2 and zfec."""

import shutil
import subprocess
from pathlib import Path

from measuring import note, rounds, run
from report import Row
from scenarios import against, size_text, speed
from workshop import MIB

K, N = 3, 5
#: What memory may take where k and the number of parity pieces are 16 together, at any size.
PEAK = 96 * MIB
#: Bytes of input a second that sealing is to reach.
WANTED_SPEED = 1e9


class Pieces:
    """Fubako's sub-commands on packages in pieces."""

    def __init__(self, shop, fubako):
        self.shop, self.fubako = shop, fubako

    def paths(self, numbers, name="split", count=N):
        width = len(str(count))
        return [self.shop / f"{name}.{number:0{width}}.fubako" for number in numbers]

    def remove(self, name="split", count=N):
        self.shop.remove(*self.paths(range(1, count + 1), name, count))

    def seal(self, source, name="split", cut=(K, N)):
        """Seals without a private key, so that nothing has to be unlocked, into pieces that stay."""
        self.remove(name, cut[1])
        return self.fubako.call(
            "seal", "--quiet", "--unsigned", "--split", f"{cut[0]}/{cut[1]}", "--to", "bench", source, "-o",
            self.shop / name)

    def seal_once(self, source):
        taken = self.seal(source, "once")
        self.remove("once")
        return taken

    def open(self, numbers, name="split", count=N):
        with self.shop.without("opened") as opened:
            return self.fubako.call(
                "open", "--quiet", "--allow-unsigned", *self.fubako.unlock, *self.paths(numbers, name, count), "-o",
                opened)

    def repair(self, lost, name="split", count=N):
        """Loses pieces, and measures how long it takes to have them back."""
        self.shop.remove(*self.paths(lost, name, count))
        present = [number for number in range(1, count + 1) if number not in lost]
        return self.fubako.call("repair", "--quiet", "--allow-unsigned", *self.paths(present, name, count))


class Peers:
    """par2 and zfec, where they are installed. They encrypt and sign nothing."""

    ZFEC = ["/usr/bin/python3", Path(__file__).parent / "plain_zfec.py"]

    def __init__(self, shop):
        self.shop = shop
        self.has_par2 = shutil.which("par2") is not None
        python = ["/usr/bin/python3", "-c", "import zfec"]
        self.has_zfec = subprocess.run(python, capture_output=True, check=False).returncode == 0

    def zfec(self, source):
        return run([*self.ZFEC, "encode", K, N, source, self.shop / "zfec"])

    def zunfec(self, numbers):
        with self.shop.without("joined") as joined:
            return run([*self.ZFEC, "decode", K, N, joined, self.shop / "zfec", *numbers])

    def par2(self, files):
        """Makes two files' worth of parity for `files`, in blocks of 1 MiB as here."""
        return run(["par2", "create", "-q", "-q", f"-s{MIB}", "-r67", self.shop / "parity.par2", *files])

    def par2_repair(self, lost):
        self.shop.remove(lost)
        return run(["par2", "repair", "-q", "-q", self.shop / "parity.par2"])

    def forget(self):
        self.shop.remove(*self.shop.folder.glob("parity*.par2"), *self.shop.folder.glob("zfec.*"))


class Splitting:
    """The rows of the section."""

    def __init__(self, shop, fubako, machine, options):
        self.shop, self.machine = shop, machine
        self.pieces, self.peers = Pieces(shop, fubako), Peers(shop)
        self.cores, self.count, self.size = options.cores, options.rounds, options.size
        self.plain_rs = shop / "plain_rs"
        source = Path(__file__).parent / "plain_rs.c"
        subprocess.run(
            ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", self.plain_rs, source, "-lisal"], check=True)

    def reed_solomon(self, k, m):
        """Bytes of k units a second that one core turns into m others."""
        return float(subprocess.run([self.plain_rs, str(k), str(m)], check=True, capture_output=True).stdout)

    def rows(self):
        yield from self.seal()
        yield from self.open()
        yield from self.repair()
        yield from self.memory()

    def seal(self):
        note(f"sealing {size_text(self.size)} into {N} pieces, {self.count} rounds")
        big = self.shop.file("big", self.size)
        measurements = [
            self.machine.aes, self.machine.sha, lambda: self.machine.cp(big), lambda: self.reed_solomon(K, N - K),
            lambda: self.pieces.seal_once(big).seconds]
        if self.peers.has_zfec:
            measurements.append(lambda: self.peers.zfec(big).seconds)
        aes, sha, cp, rs, taken, *zfec = zip(*rounds(self.count, *measurements))
        self.peers.forget()
        bounds = [
            self.size * (1 / a + N / K / s + 1 / r + N / K / c) / self.cores for a, s, c, r in zip(aes, sha, cp, rs)]
        wanted = [self.size / WANTED_SPEED] * len(taken)
        yield Row(f"Reed-Solomon, {K} units to {N - K}, on one core", 1, None, speed(rs))
        yield against(f"seal {K}-of-{N} unsigned, against the bound", bounds, taken, 0.85)
        yield against(f"seal {K}-of-{N} unsigned, against 1 GB/s of input", wanted, taken, 1)
        if zfec:
            yield against(f"seal {K}-of-{N} unsigned, against zfec from Python (encodes only)", zfec[0], taken)

    def open(self):
        note(f"opening {size_text(self.size)} from {K} of {N} pieces")
        self.pieces.seal(self.shop.file("big", self.size))
        self.shop.remove("big")
        whole, lacking = zip(*rounds(
            self.count, lambda: self.pieces.open([1, 2, 3]).seconds, lambda: self.pieces.open([3, 4, 5]).seconds))
        yield against("open with two data pieces missing, against open with none", whole, lacking, 0.8)

    def repair(self):
        note("repairing one lost piece")
        big = self.shop.file("big", self.size)
        lost = [2]
        measurements = [
            self.machine.sha, lambda: self.machine.cp(big), lambda: self.reed_solomon(K, 1),
            lambda: self.pieces.repair(lost).seconds]
        if self.peers.has_zfec:
            self.peers.zfec(big)
            measurements.append(lambda: self.peers.zunfec([0, 2, 3]).seconds)
        sha, cp, rs, taken, *peers = map(list, zip(*rounds(self.count, *measurements)))
        if self.peers.has_par2:
            peers.insert(0, self.par2_repair() * len(taken))
        self.peers.forget()
        self.shop.remove("big")
        self.pieces.remove()
        # Four pieces are read and hashed, a fifth is hashed and written. One byte of cp is read and written.
        bounds = [
            self.size / K * (N / s + K / r + N / 2 / c) / self.cores for s, c, r in zip(sha, cp, rs)]
        yield against("repair one lost piece of five, against the bound", bounds, taken, 0.8)
        if self.peers.has_par2:
            yield against("repair one lost piece, against `par2 repair` of one file of three", peers.pop(0), taken)
        if self.peers.has_zfec:
            yield against("repair one lost piece, against zfec from Python putting all together", peers.pop(0), taken)

    def par2_repair(self):
        """Seconds that par2 takes for one file of three, once: it takes minutes."""
        files = self.pieces.paths(range(1, K + 1))
        self.peers.par2(files)
        return [self.peers.par2_repair(files[1]).seconds]

    def memory(self):
        """Half of sixteen pieces are lost."""
        name, cut = "wide", (8, 16)
        size = min(self.size, 256 * MIB)
        sealed = self.pieces.seal(self.shop.file("grown", size), name, cut)
        self.shop.remove("grown")
        yield memory(f"memory of sealing {size_text(size)} 8-of-16", sealed)
        yield memory("memory of opening it without its data pieces", self.pieces.open(range(9, 17), name, 16))
        yield memory("memory of repairing eight of its pieces", self.pieces.repair(range(1, 9), name, 16))
        self.pieces.remove(name, 16)


def memory(what, taken):
    return Row(what, taken.peak / PEAK, 1, f"{taken.peak / MIB:.1f} MiB", at_most=True)
