import Cryptography
import Transparency

/// Verifies the lines of a piece, one after the other, and takes their hashes. What it knows of how entries look like it
/// keeps from piece to piece.
struct LineVerifier: ~Copyable {
    /// What is known of the lines so far.
    private(set) var outcome = ExportPass.Outcome()
    /// How many there are so far.
    private(set) var count = 0
    private var isAtFirst = false
    private var reader = EntryReader()
    private var shapes = EntryShapes()
    private var places = EntryPlaces()
    private var hasher: Cryptography.Hasher
    /// The hashes, and behind them room that an earlier piece had.
    private var hashes: [UInt8] = []

    init() throws(LedgerError) {
        hasher = try onCryptography { () throws(CryptographyError) in try Cryptography.Hasher(.sha256) }
    }

    /// Begins a piece.
    /// - Parameter isFirst: whether it is that with the first entry.
    mutating func begin(isFirst: Bool) {
        outcome = ExportPass.Outcome()
        count = 0
        isAtFirst = isFirst
    }

    /// - Parameter leaf: a line, behind a byte 0x00.
    mutating func take(_ leaf: UnsafeRawBufferPointer, isWhole: Bool) throws(LedgerError) {
        let line = UnsafeRawBufferPointer(rebasing: leaf.dropFirst())
        if !find(line, isWhole: isWhole) { outcome.isSound = false }
        if Self.speaksOfOthers(UnsafeRawBufferPointer(rebasing: line[places.kind])) { record(line) }
        note(UnsafeRawBufferPointer(rebasing: line[places.time]))
        do throws(CryptographyError) { try hash(leaf) } catch { throw LedgerError(error) }
        count += 1
        isAtFirst = false
    }

    /// Whether entries of a kind say something of other parts of the export.
    private static func speaksOfOthers(_ kind: UnsafeRawBufferPointer) -> Bool {
        switch kind.count {
        case 6: isEqual(kind, "policy") || isEqual(kind, "forget")
        case 8: isEqual(kind, "cosigned")
        default: false
        }
    }

    /// One that cannot be read says nothing, and is named.
    private mutating func record(_ line: UnsafeRawBufferPointer) {
        var entry: Entry?
        do throws(LedgerError) { entry = try Entry(Array(line)) } catch {}
        if let entry { outcome.records.append(StoredEntry(position: UInt64(count), entry: entry)) }
    }

    /// Whether the lines have these hashes, 32 bytes for each.
    func have(_ listed: [UInt8]) -> Bool {
        hashes.withUnsafeBytes { isEqual(UnsafeRawBufferPointer(rebasing: $0[..<(count * TreeHash.size)]), listed) }
    }

    /// Finds the values of an entry.
    /// - Returns: whether it is as it must be: seen at a glance if it is like one that was, otherwise by reading it.
    private mutating func find(_ line: UnsafeRawBufferPointer, isWhole: Bool) -> Bool {
        guard isWhole else {
            places.begin(isObject: false)
            return false
        }
        if !isAtFirst, shapes.fits(line, &places) { return true }
        let isSound = reader.objection(line) == nil && reader.isLedger(line) == isAtFirst
        if isSound, !isAtFirst { shapes.add(line, reader) }
        places.read(line, reader)
        return isSound
    }

    /// Times of one form compare like their texts.
    private mutating func note(_ time: UnsafeRawBufferPointer) {
        if isEqual(time, outcome.lastTime) { return }
        if outcome.lastTime.isEmpty { outcome.firstTime = Array(time) }
        if time.lexicographicallyPrecedes(outcome.lastTime) { outcome.backwardTimes += 1 }
        outcome.lastTime = Array(time)
    }

    private mutating func hash(_ leaf: UnsafeRawBufferPointer) throws(CryptographyError) {
        let (start, end) = (count * TreeHash.size, (count + 1) * TreeHash.size)
        if hashes.count < end { hashes.append(contentsOf: repeatElement(0, count: max(end, hashes.count))) }
        var failure: CryptographyError?
        hashes.withUnsafeMutableBytes { hashes in
            let place = UnsafeMutableRawBufferPointer(rebasing: hashes[start..<end])
            do throws(CryptographyError) { try TreeHash.leaf(prefixed: leaf, with: &hasher, into: place) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
