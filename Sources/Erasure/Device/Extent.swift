/// A stretch of a device, in bytes.
package struct Extent: Hashable, Sendable {
    /// Where it begins.
    package let offset: UInt64
    /// How long it is, 1 or more.
    package let length: UInt64

    /// From an offset and a length, whose sum is no more than 2^63.
    package init(_ offset: UInt64, _ length: UInt64) {
        self.offset = offset
        self.length = length
    }

    /// The first byte behind it.
    package var end: UInt64 { offset + length }
}

extension [Extent] {
    /// In order, without overlaps, neighbours joined.
    var merged: [Extent] {
        var result: [Extent] = []
        for extent in sorted(by: { $0.offset < $1.offset }) {
            if let last = result.last, last.end >= extent.offset {
                result[result.count - 1] = Extent(last.offset, Swift.max(last.end, extent.end) - last.offset)
            } else {
                result.append(extent)
            }
        }
        return result
    }

    /// How many bytes they cover, if none overlaps.
    package var totalLength: UInt64 { reduce(0) { $0 + $1.length } }

    /// Whether a byte lies in one of them, which are merged.
    func covers(_ offset: UInt64) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].offset <= offset
    }
}
