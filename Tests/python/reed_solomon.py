"""Reed-Solomon as fubako-package(5) describes it, on nothing but Python: a reference for tests, not for speed.

GF(2^8) with the polynomial 0x11D. The generator matrix is the identity on top of Cauchy rows: from 0, row i >= k and column j < k
hold 1 / (i XOR j).
"""

POLYNOMIAL = 0x11D


def multiply(left, right):
    """The schoolbook product, reduced on the way."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0x100:
            left ^= POLYNOMIAL
        right >>= 1
    return product


PRODUCTS = [[multiply(left, right) for right in range(256)] for left in range(256)]
INVERSES = [None] + [row.index(1) for row in PRODUCTS[1:]]


def generator(k, n):
    identity = [[int(row == column) for column in range(k)] for row in range(k)]
    return identity + [[INVERSES[row ^ column] for column in range(k)] for row in range(k, n)]


def dot(row, units):
    """The sum of the units, each times its coefficient."""
    result = bytes(len(units[0]))
    for coefficient, unit in zip(row, units, strict=True):
        result = bytes(sum ^ PRODUCTS[coefficient][byte] for sum, byte in zip(result, unit, strict=True))
    return result


def encode(k, n, data):
    """All n units from the k of the data."""
    return [dot(row, data) for row in generator(k, n)]


def decode(k, n, units):
    """The k units of data from k units of any kind, a dictionary by number: elimination on the units themselves."""
    rows = [[list(generator(k, n)[number]), unit] for number, unit in sorted(units.items())]
    for column in range(k):
        pivot = next(index for index in range(column, k) if rows[index][0][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        factor = INVERSES[rows[column][0][column]]
        rows[column] = [scaled(rows[column][0], factor), scaled(rows[column][1], factor)]
        for index in range(k):
            factor = rows[index][0][column]
            if index != column and factor:
                rows[index] = [added(mine, scaled(other, factor)) for mine, other in zip(rows[index], rows[column])]
    return [bytes(unit) for _, unit in rows]


def scaled(values, factor):
    return [PRODUCTS[factor][value] for value in values]


def added(left, right):
    return [a ^ b for a, b in zip(left, right, strict=True)]
