"""The programs that are measured: Fubako, and those it is compared with."""

import re
import subprocess
from pathlib import Path

from measuring import run


class Fubako:
    """Fubako's sub-commands on files of a workshop."""

    def __init__(self, shop):
        self.shop = shop
        self.unlock = ["--passphrase-file", shop / "passphrase"]

    def call(self, *arguments):
        """Runs a sub-command with the keyring of the workshop."""
        return run([self.shop.program, *arguments], env=self.shop.environment)

    def seal(self, source, package):
        """Seals into a package that stays."""
        self.shop.remove(package)
        return self.call(
            "seal", "--quiet", "--from", "bench", "--to", "bench", *self.unlock, source, "-o", self.shop / package)

    def seal_once(self, source):
        """Seals, and removes the package."""
        with self.shop.without("once.fubako"):
            return self.seal(source, "once.fubako")

    def seal_unsigned(self, source, *options):
        """The same work without a private key: nothing has to be unlocked."""
        with self.shop.without("once.fubako") as package:
            return self.call("seal", "--quiet", "--unsigned", *options, "--to", "bench", source, "-o", package)

    def open(self, package="out.fubako"):
        with self.shop.without("opened") as opened:
            return self.call("open", "--quiet", *self.unlock, self.shop / package, "-o", opened)

    def verify(self, package="out.fubako"):
        return self.call("verify", "--quiet", self.shop / package)

    def list(self, package="out.fubako"):
        return self.call("list", "--quiet", *self.unlock, self.shop / package)

    def version(self):
        return self.call("version")


class Rivals:
    """age and minisign on files of a workshop."""

    def __init__(self, shop):
        self.shop = shop

    def age(self, source):
        self.shop.remove("out.age")
        return run(["age", "-r", self.shop.age_recipient, "-o", self.shop / "out.age", source])

    def minisign(self):
        """Signs what `age` made, and removes both."""
        with self.shop.without("out.age", "out.age.minisig") as encrypted:
            return run(["minisign", "-S", "-s", self.shop / "minisign.key", "-m", encrypted])

    def age_decrypt(self):
        with self.shop.without("opened.age") as opened:
            return run(["age", "-d", "-i", self.shop / "age.key", "-o", opened, self.shop / "out.age"])

    def tar_age(self, tree):
        self.shop.remove("out.tar.age")
        pipe = 'tar -c -C "$1" "$2" | age -r "$3" -o "$4"'
        with self.shop.without("out.tar.age") as encrypted:
            return run(
                ["bash", "-o", "pipefail", "-c", pipe, "tar-age", tree.parent, tree.name, self.shop.age_recipient,
                 encrypted])


class Machine:
    """What the machine itself can do, in bytes a second on one core."""

    def __init__(self, shop, cores):
        self.shop = shop
        self.cores = cores
        self.plain_verify = shop / "plain_verify"
        source = Path(__file__).parent / "plain_verify.c"
        flags = ["-O2", "-Wall", "-Wextra", "-Werror", "-pthread"]
        subprocess.run(["cc", *flags, "-o", self.plain_verify, source, "-lcrypto"], check=True)

    def openssl(self, algorithm):
        command = ["openssl", "speed", "-evp", algorithm, "-bytes", "16384", "-seconds", "1"]
        finished = subprocess.run(command, check=True, text=True, capture_output=True)
        return float(re.search(r"([\d.]+)k\s*$", finished.stdout.strip()).group(1)) * 1000

    def aes(self):
        return self.openssl("aes-256-gcm")

    def sha(self):
        return self.openssl("sha256")

    def cp(self, source):
        with self.shop.without("copy") as copy:
            return source.stat().st_size / run(["cp", "--reflink=never", source, copy]).seconds

    def verify(self, package):
        """Reads and hashes a file on all cores, in plain C."""
        return run([self.plain_verify, package, self.cores])
