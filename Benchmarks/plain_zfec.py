"""The least that cutting a file with zfec can be: stripes of k blocks of 1 MiB, encoded or joined. Nothing is hashed.

    plain_zfec.py encode K N SOURCE STEM         writes STEM.0 ... STEM.N-1
    plain_zfec.py decode K N TARGET STEM NUMBER ...   from K of them
"""

import os
import sys
from contextlib import ExitStack

import zfec

BLOCK = 1 << 20


def encode(k, n, source, stem):
    encoder = zfec.Encoder(k, n)
    with ExitStack() as stack:
        file = stack.enter_context(open(source, "rb"))
        shares = [stack.enter_context(open(f"{stem}.{number}", "wb")) for number in range(n)]
        while block := file.read(k * BLOCK):
            size = -(-len(block) // k)
            block += bytes(k * size - len(block))
            parts = [block[place * size:(place + 1) * size] for place in range(k)]
            for share, part in zip(shares, encoder.encode(parts)):
                share.write(part)


def decode(k, n, target, stem, *numbers):
    decoder = zfec.Decoder(k, n)
    with ExitStack() as stack:
        file = stack.enter_context(open(target, "wb"))
        shares = [stack.enter_context(open(f"{stem}.{number}", "rb")) for number in numbers]
        for _ in range(0, os.fstat(shares[0].fileno()).st_size, BLOCK):
            parts = [share.read(BLOCK) for share in shares]
            file.writelines(decoder.decode(parts, list(map(int, numbers))))


if __name__ == "__main__":
    command, k, n, *words = sys.argv[1:]
    {"encode": encode, "decode": decode}[command](int(k), int(n), *words)
