/// The record of a run, to which every record is added for good before what follows it is done.
package final class Journal {
    private let storage: any JournalStorage
    private let seal: JournalSeal?
    private let clock: any RunClock
    private var head: [UInt8]
    /// Everything that is recorded.
    package private(set) var records: [JournalRecord]

    private init(
        _ storage: any JournalStorage, _ seal: JournalSeal?, _ clock: any RunClock, _ contents: JournalFrames.Contents
    ) {
        self.storage = storage
        self.seal = seal
        self.clock = clock
        head = contents.head
        records = contents.records
    }

    /// Begins a journal in an empty storage.
    /// - Parameter seal: how the station signs; nil leaves the records unsigned.
    /// - Throws: `journalDamaged` if the storage holds anything.
    package static func create(
        in storage: any JournalStorage, seal: JournalSeal?, clock: any RunClock = KernelClock()
    ) throws(ErasureError) -> Journal {
        guard try storage.contents().isEmpty else { throw JournalFrames.damaged(0, "there is a journal already") }
        try storage.append(JournalFrames.magic)
        try storage.synchronize()
        return Journal(storage, seal, clock, JournalFrames.Contents(head: try JournalFrames.start()))
    }

    /// Opens a journal, and cuts off a last record that was never finished.
    /// - Parameter seal: how records are judged and signed; nil accepts records whoever signed them.
    /// - Throws: `journalDamaged`, `journalNotSigned`, `system`.
    package static func open(
        _ storage: any JournalStorage, seal: JournalSeal?, clock: any RunClock = KernelClock()
    ) throws(ErasureError) -> Journal {
        let bytes = try storage.contents()
        let contents = try JournalFrames.parse(bytes, verify: seal?.verify)
        if contents.length < bytes.count {
            try storage.truncate(to: contents.length)
            try storage.synchronize()
        }
        if contents.length == 0 { return try create(in: storage, seal: seal, clock: clock) }
        return Journal(storage, seal, clock, contents)
    }

    /// Reads a journal and changes nothing: for those who only look.
    /// - Throws: `journalDamaged`, `journalNotSigned`.
    package static func records(
        of bytes: [UInt8], verify: JournalSeal.Verify?
    ) throws(ErasureError) -> [JournalRecord] {
        try JournalFrames.parse(bytes, verify: verify).records
    }

    /// Adds a record, and returns when it is on the medium.
    /// - Throws: `system`; then it is not known whether it was recorded, and the run must stop.
    package func append(_ event: JournalEvent) throws(ErasureError) {
        let record = JournalRecord(
            number: UInt64(records.count), wall: clock.wall(), monotonic: clock.monotonic(), event: event)
        let frame = try JournalFrames.frame(record, after: head, sign: seal?.sign)
        try storage.append(frame.bytes)
        try storage.synchronize()
        head = frame.digest
        records.append(record)
    }
}
