import Cryptography
import Glibc

/// Tells what it is that stands where something else was written. One for each thread.
final class MismatchClassifier {
    /// Bytes that are judged as one: the smallest sector there is.
    static let granule = 512

    private let size: UInt64
    private let current: Origin
    private let earlier: [Origin]
    private let previous: [UInt8]?

    /// A keyed pass whose bytes can be recognised wherever they stand.
    private final class Origin {
        private var locator: KeystreamLocator?

        init(_ filling: Filling) throws(ErasureError) {
            guard case .keystream(let key) = filling else {
                locator = nil
                return
            }
            let made = try onCryptography { () throws(CryptographyError) in try KeystreamLocator(key: key) }
            locator = consume made
        }

        func offset(of bytes: UnsafeRawBufferPointer, below size: UInt64) throws(ErasureError) -> UInt64? {
            do throws(CryptographyError) { return try locator?.offset(of: bytes, below: size) } catch {
                throw ErasureError(error)
            }
        }
    }

    /// - Parameters:
    ///   - passes: everything that the run has written so far, in its order; the last one is what should be there.
    ///   - size: of the device, in bytes.
    init(_ passes: [Filling], size: UInt64) throws(ErasureError) {
        let last = passes.count - 1
        var origins: [Origin] = []
        for filling in passes { origins.append(try Origin(filling)) }
        self.size = size
        if let own = origins.popLast() { current = own } else { current = try Origin(.periodic([0])) }
        earlier = origins.reversed()
        previous = if last > 0, case .periodic(let bytes) = passes[last - 1] { bytes } else { nil }
    }

    /// A kind, and how far off wrapped data is.
    struct Judgement {
        let kind: MismatchKind
        var distance: UInt64 = 0
    }

    /// Judges ``granule`` bytes that differ from what should be there.
    /// - Throws: `cryptography`.
    func judge(
        _ found: UnsafeRawBufferPointer, expected: UnsafeRawBufferPointer, at offset: UInt64
    ) throws(ErasureError) -> Judgement {
        // The place is looked for where the difference begins: data may fold in the middle of a sector.
        let first = zip(found, expected).firstIndex(where: !=)
        let start = min(first & ~15, max(found.count - 31, 0))
        let window = UnsafeRawBufferPointer(rebasing: found[start...])
        let place = offset + UInt64(start)
        if let origin = try current.offset(of: window, below: size), origin != place {
            return Judgement(kind: .wrapped, distance: origin.distance(from: place))
        }
        for pass in earlier {
            guard let origin = try pass.offset(of: window, below: size) else { continue }
            if origin == place { return Judgement(kind: .stale) }
            return Judgement(kind: .wrapped, distance: origin.distance(from: place))
        }
        if isPrevious(found, at: offset) { return Judgement(kind: .stale) }
        let bits = zip(found, expected).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        return Judgement(kind: bits <= found.count ? .flipped : .dropped)
    }

    /// Whether it is what the pass before had written, where that was a pattern.
    private func isPrevious(_ found: UnsafeRawBufferPointer, at offset: UInt64) -> Bool {
        guard let previous else { return false }
        let phase = Int(offset % UInt64(previous.count))
        return found.indices.allSatisfy { found[$0] == previous[(phase + $0) % previous.count] }
    }
}

extension UInt64 {
    fileprivate func distance(from other: UInt64) -> UInt64 { self > other ? self - other : other - self }
}

extension Zip2Sequence where Sequence1 == UnsafeRawBufferPointer, Sequence2 == UnsafeRawBufferPointer {
    /// The index of the first pair for which `predicate` holds, or how many there are.
    fileprivate func firstIndex(where predicate: (UInt8, UInt8) -> Bool) -> Int {
        var index = 0
        for (first, second) in self {
            if predicate(first, second) { return index }
            index += 1
        }
        return index
    }
}
