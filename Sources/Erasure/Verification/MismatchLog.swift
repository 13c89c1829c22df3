import Synchronization

/// Collects what several readers find.
final class MismatchLog: Sendable {
    private let state = Mutex(State())

    private struct State: Sendable {
        var counts = MismatchCounts()
        var places: [Mismatch] = []
        var distance: UInt64 = 0
        var bytesRead: UInt64 = 0
    }

    /// What one reader found in one block, in ascending order.
    struct Findings: Sendable {
        var mismatches: [Mismatch] = []
        /// Greatest common divisor of the distances of wrapped data; 0 for none.
        var distance: UInt64 = 0

        /// Adds a stretch, and joins it to the last one where that is of its kind and ends there.
        mutating func add(_ extent: Extent, _ kind: MismatchKind) {
            if let last = mismatches.last, last.kind == kind, last.extent.end == extent.offset {
                let joined = Extent(last.extent.offset, last.extent.length + extent.length)
                mismatches[mismatches.count - 1] = Mismatch(joined, kind)
            } else {
                mismatches.append(Mismatch(extent, kind))
            }
        }
    }

    func add(bytesRead: UInt64) { state.withLock { $0.bytesRead += bytesRead } }

    func add(_ findings: Findings) {
        guard !findings.mismatches.isEmpty else { return }
        state.withLock { state in
            for mismatch in findings.mismatches {
                state.counts[mismatch.kind] += mismatch.extent.length
                Self.insert(mismatch, into: &state.places)
            }
            state.distance = greatestCommonDivisor(state.distance, findings.distance)
        }
    }

    /// Keeps the lowest places, whatever the order in which they are found, so that the outcome does not depend on chance.
    private static func insert(_ mismatch: Mismatch, into places: inout [Mismatch]) {
        let limit = VerificationResult.placeLimit * 4
        if places.count >= limit, let last = places.last, last.extent.offset < mismatch.extent.offset { return }
        let index = places.firstIndex { $0.extent.offset > mismatch.extent.offset } ?? places.count
        places.insert(mismatch, at: index)
        if places.count > limit { places.removeLast() }
    }

    /// Stretches that continue each other from block to block, joined.
    private static func joined(_ places: [Mismatch]) -> [Mismatch] {
        var findings = Findings()
        for place in places { findings.add(place.extent, place.kind) }
        return Array(findings.mismatches.prefix(VerificationResult.placeLimit))
    }

    func result(
        pass: Int, isFull: Bool, seed: UInt64, unwritten: UInt64, cacheExcluded: Bool
    ) -> VerificationResult {
        state.withLock {
            VerificationResult(
                pass: pass, isFull: isFull, seed: seed, bytesRead: $0.bytesRead, unwritten: unwritten,
                counts: $0.counts, places: Self.joined($0.places),
                foldsAt: $0.distance == 0 ? nil : $0.distance, cacheExcluded: cacheExcluded)
        }
    }
}

/// Euclid's; 0 is the neutral element.
func greatestCommonDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
}
