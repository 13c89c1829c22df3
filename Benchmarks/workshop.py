"""The folders where everything is measured, and what is put there."""

import os
import random
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

MIB = 1 << 20
GIB = 1 << 30

#: Where the packages lie that are to be read from the page cache: on the file system of the build.
DISK = Path(__file__).resolve().parent.parent / ".build" / "bench"


class Workshop:
    """Temporary folders, in memory with keys for every program, and on disk; they disappear with the `with` block."""

    def __init__(self, program):
        self.program = program
        self.folder = None
        self.disk = None

    def __enter__(self):
        os.umask(0o077)
        self.folder = Path(tempfile.mkdtemp(prefix="fubako-bench-", dir="/dev/shm"))
        DISK.mkdir(parents=True, exist_ok=True)
        self.disk = Path(tempfile.mkdtemp(prefix="fubako-bench-", dir=DISK))
        try:
            self._make_keys()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.disk, ignore_errors=True)

    def __truediv__(self, name):
        return self.folder / name

    def _make_keys(self):
        self.environment = os.environ | {
            f"XDG_{kind}_HOME": str(self / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")
        }
        (self / "passphrase").write_text("correct horse battery staple\n")
        self._call(self.program, "key", "new", "bench", "--passphrase-file", self / "passphrase")
        self._call("age-keygen", "-o", self / "age.key")
        self.age_recipient = self._call("age-keygen", "-y", self / "age.key").strip()
        self._call("minisign", "-G", "-W", "-f", "-p", self / "minisign.pub", "-s", self / "minisign.key")

    def _call(self, *command):
        finished = subprocess.run(
            [str(part) for part in command], env=self.environment, check=True, text=True, capture_output=True)
        return finished.stdout

    def file(self, name, size):
        """A file of random bytes."""
        path = self / name
        if not path.exists() or path.stat().st_size != size:
            with open(path, "wb") as file, open("/dev/urandom", "rb") as source:
                for begin in range(0, size, MIB):
                    file.write(source.read(min(MIB, size - begin)))
        return path

    def tree(self, name, count, largest):
        """A tree of `count` files of up to `largest` bytes, 1,000 to a folder; the same on every run."""
        generator = random.Random(count)
        content = generator.randbytes(largest)
        for number in range(count):
            folder = self / name / f"{number // 1000:04}"
            if number % 1000 == 0:
                folder.mkdir(parents=True)
            (folder / f"{number % 1000:03}.dat").write_bytes(content[: generator.randint(0, largest)])
        return self / name

    @contextmanager
    def without(self, *names):
        """The path of the first name; all are gone after the `with` block, so that little memory is in use.

        Memory that nothing has touched for seconds may be taken back by the host of a virtual machine, and is slow when
        it is next used. What is removed at once is used again by the next run.
        """
        try:
            yield self / names[0]
        finally:
            self.remove(*names)

    def remove(self, *names):
        """Removes files and folders."""
        for name in names:
            path = self / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
