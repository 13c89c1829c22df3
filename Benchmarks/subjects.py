"""The programs that are measured: Fubako, and those it is compared with."""

import re
import subprocess

from measuring import run


class Fubako:
    """Fubako's sub-commands on files of a workshop."""

    def __init__(self, shop):
        self.shop = shop
        self.unlock = ["--passphrase-file", shop / "passphrase"]

    def _run(self, *arguments):
        return run([self.shop.program, *arguments], env=self.shop.environment)

    def seal(self, source, package="out.fubako"):
        self.shop.remove(package)
        return self._run(
            "seal", "--quiet", "--from", "bench", "--to", "bench", *self.unlock, source, "-o", self.shop / package)

    def seal_unsigned(self, source, package="unsigned.fubako"):
        """The same work without a private key: nothing has to be unlocked."""
        self.shop.remove(package)
        taken = self._run("seal", "--quiet", "--unsigned", "--to", "bench", source, "-o", self.shop / package)
        self.shop.remove(package)
        return taken

    def open(self, package="out.fubako"):
        self.shop.remove("opened")
        return self._run("open", "--quiet", *self.unlock, self.shop / package, "-o", self.shop / "opened")

    def verify(self, package="out.fubako"):
        return self._run("verify", "--quiet", self.shop / package)

    def list(self, package="out.fubako"):
        return self._run("list", "--quiet", *self.unlock, self.shop / package)

    def version(self):
        return self._run("version")


class Rivals:
    """age and minisign on files of a workshop."""

    def __init__(self, shop):
        self.shop = shop

    def age(self, source):
        self.shop.remove("out.age")
        return run(["age", "-r", self.shop.age_recipient, "-o", self.shop / "out.age", source])

    def minisign(self):
        self.shop.remove("out.age.minisig")
        return run(["minisign", "-S", "-s", self.shop / "minisign.key", "-m", self.shop / "out.age"])

    def age_decrypt(self):
        self.shop.remove("opened.age")
        return run(["age", "-d", "-i", self.shop / "age.key", "-o", self.shop / "opened.age", self.shop / "out.age"])

    def tar_age(self, tree):
        self.shop.remove("out.tar.age")
        pipe = 'tar -c -C "$1" "$2" | age -r "$3" -o "$4"'
        return run(
            ["bash", "-o", "pipefail", "-c", pipe, "tar-age", tree.parent, tree.name, self.shop.age_recipient,
             self.shop / "out.tar.age"])


class Machine:
    """What the machine itself can do, in bytes a second on one core."""

    def __init__(self, shop, seconds):
        self.shop = shop
        self.seconds = seconds

    def openssl(self, algorithm):
        command = ["openssl", "speed", "-evp", algorithm, "-bytes", "16384", "-seconds", str(self.seconds)]
        finished = subprocess.run(command, check=True, text=True, capture_output=True)
        return float(re.search(r"([\d.]+)k\s*$", finished.stdout.strip()).group(1)) * 1000

    def aes(self):
        return self.openssl("aes-256-gcm")

    def sha(self):
        return self.openssl("sha256")

    def cp(self, source):
        self.shop.remove("copy")
        taken = run(["cp", "--reflink=never", source, self.shop / "copy"])
        self.shop.remove("copy")
        return source.stat().st_size / taken.seconds
