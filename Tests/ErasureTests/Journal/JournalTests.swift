import Testing

@testable import Erasure

@Suite("A journal never claims more than was recorded")
struct JournalTests {
    /// The journal of a short run with bad sectors, a pause and a fact.
    static func sample(seal: JournalSeal? = nil) throws -> MemoryJournal {
        let device = BadSectorDevice(size: 512 * 140, unwritable: [7], unreadable: [9])
        let storage = MemoryJournal()
        let laboratory = Laboratory()
        let journal = try Journal.create(in: storage, seal: seal, clock: laboratory.surroundings.clock)
        let method = try Laboratory.resolved(try #require(Method.named("modern")))
        let control = RunControl()
        control.requestPause()
        let paused = Laboratory(control: control).surroundings
        _ = try ErasureRun(device, journal, paused).start(Laboratory.header(device, method))
        try journal.append(.fact(kind: "health", value: [1, 2, 3]))
        _ = try ErasureRun(device, journal, laboratory.surroundings).resume(bootID: "b", isIdentityStrong: true)
        return storage
    }

    @Test("cut off at every byte it holds what was whole, and can be continued")
    func torn() throws {
        let bytes = try Self.sample().bytes
        let whole = try Journal.records(of: bytes, verify: nil)
        #expect(whole.count >= 9)
        for length in 0..<bytes.count {
            let storage = MemoryJournal(Array(bytes[..<length]))
            let journal = try Journal.open(storage, seal: nil, clock: SteppingClock())
            #expect(journal.records.count < whole.count)
            #expect(journal.records == Array(whole.prefix(journal.records.count)))
            try journal.append(.fact(kind: "after", value: []))
            #expect(try Journal.records(of: storage.bytes, verify: nil) == journal.records)
        }
    }

    @Test("a tail of zeros, as a file has that was made longer before it was written, is cut off")
    func zeros() throws {
        let bytes = try Self.sample().bytes
        let whole = try Journal.records(of: bytes, verify: nil)
        for length in 0..<bytes.count {
            let torn = Array(bytes[..<length]) + [UInt8](repeating: 0, count: 600)
            let records = try Journal.records(of: torn, verify: nil)
            #expect(records == Array(whole.prefix(records.count)))
            #expect(records.count < whole.count)
        }
    }

    @Test("changed at every byte it is refused, or holds less", arguments: [0x01, 0x80, 0xFF] as [UInt8])
    func edited(_ change: UInt8) throws {
        let bytes = try Self.sample().bytes
        let whole = try Journal.records(of: bytes, verify: nil)
        for index in bytes.indices {
            var edited = bytes
            edited[index] ^= change
            #expect(throws: ErasureError.self, "byte \(index)") {
                _ = try Journal.records(of: edited, verify: nil)
            }
        }
        #expect(try Journal.records(of: bytes, verify: nil) == whole)
    }

    @Test("a record that is taken out, repeated or moved is missed")
    func rearranged() throws {
        let storage = try Self.sample()
        let records = try Journal.records(of: storage.bytes, verify: nil)
        var frames: [[UInt8]] = []
        var head = try JournalFrames.start()
        for record in records {
            let frame = try JournalFrames.frame(record, after: head, sign: nil)
            frames.append(frame.bytes)
            head = frame.digest
        }
        #expect(JournalFrames.magic + frames.joined() == storage.bytes)
        for index in frames.indices.dropLast() {
            var missing = frames
            missing.remove(at: index)
            var moved = frames
            moved.swapAt(index, index + 1)
            let repeated = Array(frames[...index] + frames[index...])
            for other in [missing, moved, repeated] {
                #expect {
                    _ = try Journal.records(of: JournalFrames.magic + other.joined(), verify: nil)
                } throws: {
                    ($0 as? ErasureError)?.code == .journalDamaged
                }
            }
        }
    }

    /// A station whose signature is the digest and its name.
    private static func seal(_ station: UInt8) -> JournalSeal {
        JournalSeal {
            $0 + [station]
        } verify: {
            $1 == $0 + [station]
        }
    }

    @Test("a journal of another station, or of none, is refused where a station is asked for")
    func signatures() throws {
        let own = try Self.sample(seal: Self.seal(1))
        #expect(try Journal.open(own, seal: Self.seal(1)).records.count >= 9)
        #expect(try Journal.open(own, seal: nil).records.count >= 9)
        for other in [try Self.sample(seal: Self.seal(2)), try Self.sample()] {
            #expect {
                _ = try Journal.open(other, seal: Self.seal(1))
            } throws: {
                ($0 as? ErasureError)?.code == .journalNotSigned
            }
        }
    }

    @Test("a journal is not begun over another")
    func occupied() throws {
        #expect {
            _ = try Journal.create(in: try Self.sample(), seal: nil)
        } throws: {
            ($0 as? ErasureError)?.code == .journalDamaged
        }
    }

    @Test("what is no journal is refused", arguments: [Array("#!/bin/sh\n".utf8), [1], Array("FUBAKOJ2....".utf8)])
    func foreign(_ bytes: [UInt8]) {
        #expect(throws: ErasureError(.journalDamaged, "", "", offset: 0)) {
            _ = try Journal.records(of: bytes, verify: nil)
        }
    }
}
