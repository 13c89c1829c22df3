import DER

extension JournalEvent {
    /// Each event has its tag, by which it is known for ever.
    private var tag: UInt8 {
        switch self {
        case .begun: 0
        case .passStarted: 1
        case .checkpoint: 2
        case .flushFailed: 3
        case .verificationStarted: 4
        case .verified: 5
        case .paused: 6
        case .resumed: 7
        case .restarted: 8
        case .finished: 9
        case .fact: 10
        }
    }

    func write(to writer: inout DERWriter) {
        writer.element(.constructed(tag)) { writer in
            switch self {
            case .begun(let header): header.write(to: &writer)
            case .passStarted(let pass), .flushFailed(let pass): writer.number(pass)
            case .checkpoint(let checkpoint): checkpoint.write(to: &writer)
            case .verificationStarted(let pass, let seed):
                writer.number(pass)
                writer.seed(seed)
            case .verified(let result): result.write(to: &writer)
            case .paused(let reason): reason.write(to: &writer)
            case .resumed(let resumption): resumption.write(to: &writer)
            case .restarted(let reason): writer.enumerated(reason.rawValue)
            case .finished(let end): end.write(to: &writer)
            case .fact(let kind, let value):
                writer.utf8String(kind)
                writer.octetString(value)
            }
        }
    }

    init(_ reader: inout DERReader) throws(DERError) {
        guard let tag = reader.nextTag, tag.rawValue & 0xE0 == 0xA0 else { throw reader.error(.unexpectedTag) }
        self = try reader.element(tag) { reader throws(DERError) in
            try Self.content(tag.rawValue & 0x1F, &reader)
        }
    }

    private static func content(_ tag: UInt8, _ reader: inout DERReader) throws(DERError) -> JournalEvent {
        switch tag {
        case 0: .begun(try RunHeader(&reader))
        case 1: .passStarted(try reader.number(Method.mostPasses))
        case 2: .checkpoint(try Checkpoint(&reader))
        case 3: .flushFailed(pass: try reader.number(Method.mostPasses))
        case 4: .verificationStarted(pass: try reader.number(Method.mostPasses), seed: try reader.seed())
        case 5: .verified(try VerificationResult(&reader))
        case 6: .paused(try PauseReason(&reader))
        case 7: .resumed(try Resumption(&reader))
        case 8: .restarted(try reader.choice(RestartReason.self))
        case 9: .finished(try RunEnd(&reader))
        case 10: .fact(kind: try reader.text(), value: try reader.octetString(0...(1 << 20)))
        default: throw reader.error(.unexpectedTag)
        }
    }
}

extension JournalEvent.Checkpoint {
    func write(to writer: inout DERWriter) {
        writer.number(pass)
        writer.integer(end)
        writer.list(bad) { $0.extent($1) }
        writer.list(recovered) { $0.extent($1) }
    }

    init(_ reader: inout DERReader) throws(DERError) {
        pass = try reader.number(Method.mostPasses)
        end = try reader.size()
        bad = try reader.list(100_000) { reader throws(DERError) in try reader.extent() }
        recovered = try reader.list(100_000) { reader throws(DERError) in try reader.extent() }
    }
}

extension JournalEvent.Resumption {
    func write(to writer: inout DERWriter) {
        writer.utf8String(bootID)
        writer.boolean(isIdentityStrong)
        writer.enumerated(proof.outcome.rawValue)
        writer.integer(proof.bytesRead)
        writer.integer(proof.keyedBytes)
    }

    init(_ reader: inout DERReader) throws(DERError) {
        bootID = try reader.text()
        isIdentityStrong = try reader.boolean()
        proof = ResumeProof(
            outcome: try reader.choice(ResumeProof.Outcome.self), bytesRead: try reader.size(),
            keyedBytes: try reader.size())
    }
}

extension PauseReason {
    func write(to writer: inout DERWriter) {
        switch self {
        case .requested: write(0, "", to: &writer)
        case .deviceLost: write(1, "", to: &writer)
        case .writeProtected: write(2, "", to: &writer)
        case .gate(let words): write(3, words, to: &writer)
        case .failed(let words): write(4, words, to: &writer)
        }
    }

    private func write(_ code: UInt8, _ words: String, to writer: inout DERWriter) {
        writer.enumerated(code)
        writer.utf8String(words)
    }

    init(_ reader: inout DERReader) throws(DERError) {
        let code = try reader.enumerated()
        let words = try reader.text()
        switch (code, words.isEmpty) {
        case (0, true): self = .requested
        case (1, true): self = .deviceLost
        case (2, true): self = .writeProtected
        case (3, _): self = .gate(words)
        case (4, _): self = .failed(words)
        default: throw reader.error(.badValue)
        }
    }
}

extension RunEnd {
    func write(to writer: inout DERWriter) {
        switch self {
        case .completed: writer.null()
        case .verificationFailed(let pass): writer.number(pass)
        case .gaveUp(let reason): writer.enumerated(reason.rawValue)
        }
    }

    init(_ reader: inout DERReader) throws(DERError) {
        switch reader.nextTag {
        case .null?:
            try reader.null()
            self = .completed
        case .integer?: self = .verificationFailed(pass: try reader.number(Method.mostPasses))
        default: self = .gaveUp(try reader.choice(GiveUpReason.self))
        }
    }
}
