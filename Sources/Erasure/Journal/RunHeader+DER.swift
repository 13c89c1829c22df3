import Cryptography
import DER

extension RunHeader {
    /// The layout of everything in a journal.
    private static let version: Int64 = 1
    private static let largestPart = 65_536

    func write(to writer: inout DERWriter) {
        writer.integer(Self.version)
        writer.octetString(runID)
        writer.octetString(device)
        writer.octetString(plan)
        writer.integer(size)
        writer.number(sectorSize)
        writer.utf8String(method.name)
        writer.list(method.passes) { $1.write(to: &$0) }
        writer.utf8String(software)
        writer.utf8String(bootID)
        writer.boolean(isVolatile)
    }

    init(_ reader: inout DERReader) throws(DERError) {
        _ = try reader.integer(Self.version...Self.version)
        runID = try reader.octetString(count: Self.runIDSize)
        device = try reader.octetString(0...Self.largestPart)
        plan = try reader.octetString(0...Self.largestPart)
        size = try reader.size()
        sectorSize = try reader.number(65_536)
        let here = reader.offset
        let name = try reader.text()
        let passes = try reader.list(Method.mostPasses + 1) { reader throws(DERError) in try ResolvedPass(&reader) }
        guard let method = ResolvedMethod(name: name, passes: passes), sectorSize >= 512,
            sectorSize.nonzeroBitCount == 1, size > 0, size.isMultiple(of: UInt64(sectorSize))
        else { throw DERError(.badValue, offset: here) }
        self.method = method
        software = try reader.text()
        bootID = try reader.text()
        isVolatile = try reader.boolean()
    }
}

extension ResolvedPass {
    func write(to writer: inout DERWriter) {
        writer.sequence { writer in
            switch filling {
            case .periodic(let bytes): writer.octetString(bytes, tag: .context(0))
            case .keystream(let key): writer.octetString(key, tag: .context(1))
            }
            writer.number(verification.perMille)
            writer.boolean(isAdded)
        }
    }

    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            let filling: Filling =
                if reader.nextTag == .context(0) {
                    .periodic(try reader.octetString(1...Filling.longestPeriod, tag: .context(0)))
                } else {
                    .keystream(key: try reader.octetString(count: Keystream.keySize, tag: .context(1)))
                }
            let verification = PassVerification(perMille: try reader.number(1_000))
            return ResolvedPass(filling, verification, isAdded: try reader.boolean())
        }
    }
}

extension PassVerification {
    /// Thousandths of the device that are read: 0 for nothing, 1,000 for everything.
    var perMille: Int {
        switch self {
        case .none: 0
        case .full: 1_000
        case .sample(let share): share
        }
    }

    init(perMille: Int) {
        switch perMille {
        case ...0: self = .none
        case 1_000...: self = .full
        default: self = .sample(perMille: perMille)
        }
    }
}

extension VerificationResult {
    func write(to writer: inout DERWriter) {
        writer.number(pass)
        writer.boolean(isFull)
        writer.seed(seed)
        writer.integer(bytesRead)
        writer.integer(unwritten)
        writer.list(MismatchKind.allCases) { $0.integer(counts[$1]) }
        writer.list(places) { writer, place in
            writer.sequence { writer in
                writer.extent(place.extent)
                writer.enumerated(place.kind.rawValue)
            }
        }
        writer.integer(foldsAt ?? 0)
        writer.boolean(cacheExcluded)
    }

    init(_ reader: inout DERReader) throws(DERError) {
        pass = try reader.number(Method.mostPasses)
        isFull = try reader.boolean()
        seed = try reader.seed()
        bytesRead = try reader.size()
        unwritten = try reader.size()
        let here = reader.offset
        let bytes = try reader.list(MismatchKind.allCases.count) { reader throws(DERError) in try reader.size() }
        guard bytes.count == MismatchKind.allCases.count else { throw DERError(.badValue, offset: here) }
        var counts = MismatchCounts()
        for (kind, count) in zip(MismatchKind.allCases, bytes) { counts[kind] = count }
        self.counts = counts
        places = try reader.list(Self.placeLimit) { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in
                Mismatch(try reader.extent(), try reader.choice(MismatchKind.self))
            }
        }
        let distance = try reader.size()
        foldsAt = distance == 0 ? nil : distance
        cacheExcluded = try reader.boolean()
    }
}
