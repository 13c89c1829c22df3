import DER

extension PlannedMedium: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            PlannedMedium(
                serial: try reader.optionalText(0), uuid: try reader.optionalText(1),
                custodian: try reader.optionalText(2), keepingPlace: try reader.optionalText(3))
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.optional(serial, 0)
            writer.optional(uuid, 1)
            writer.optional(custodian, 2)
            writer.optional(keepingPlace, 3)
        }
    }
}

extension RouteStatement: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            let by = try reader.text()
            let here = reader.offset
            guard let day = CalendarDay(text: try reader.utf8String(limit: 10)) else {
                throw DERError(.badValue, offset: here)
            }
            return RouteStatement(by: by, on: day)
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.utf8String(by)
            writer.utf8String(on.description)
        }
    }
}

extension PlannedRoute: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            PlannedRoute(
                name: try reader.text(), kind: try reader.text(), identity: try reader.text(),
                isOwnProvided: try reader.boolean(), domain: try reader.optionalText(0),
                statement: try reader.optional(1), medium: try reader.optional(2))
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.utf8String(name)
            writer.utf8String(kind)
            writer.utf8String(identity)
            writer.boolean(isOwnProvided)
            writer.optional(domain, 0)
            writer.optional(statement, 1)
            writer.optional(medium, 2)
        }
    }
}

extension Assignment: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            let (piece, cause) = (try reader.piece(), try reader.code() as Cause)
            let time = try reader.generalizedTime()
            return Assignment(piece: piece, route: try PlannedRoute(&reader), cause: cause, time: time)
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.number(piece)
            writer.code(cause)
            writer.generalizedTime(time)
            route.encode(&writer)
        }
    }
}

extension PlannedPiece: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            PlannedPiece(fileName: try reader.text(), size: try reader.size(), digest: try reader.digest())
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.utf8String(fileName)
            writer.integer(size)
            writer.octetString(digest)
        }
    }
}

/// A fingerprint in a list of them.
private struct StoredFingerprint: DERCodable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    init(_ reader: inout DERReader) throws(DERError) { bytes = try reader.digest() }

    func encode(_ writer: inout DERWriter) { writer.octetString(bytes) }
}

extension PlannedPackage: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            let (id, manifest) = (try reader.digest(), try reader.digest())
            let (name, k) = (try reader.text(), try reader.piece())
            let created = try reader.generalizedTime()
            let pieces: [PlannedPiece] = try reader.list(limit: TransferLimits.pieces)
            guard k <= pieces.count else { throw reader.error(.badValue) }
            let recipients: [StoredFingerprint] = try reader.list(limit: TransferLimits.recipients)
            return PlannedPackage(
                id: id, manifest: manifest, name: name, k: k, pieces: pieces, created: created,
                recipients: recipients.map(\.bytes))
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.octetString(id)
            writer.octetString(manifest)
            writer.utf8String(name)
            writer.number(k)
            writer.generalizedTime(created)
            writer.list(pieces)
            writer.list(recipients.map { StoredFingerprint($0) })
        }
    }
}

extension PassphraseWay: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        if let words = try reader.optionalText(0) {
            self = .words(words)
        } else {
            self = .route(try PlannedRoute(&reader))
        }
    }

    func encode(_ writer: inout DERWriter) {
        switch self {
        case .words(let words): writer.utf8String(words, tag: .context(0))
        case .route(let route): route.encode(&writer)
        }
    }
}

extension TransferPlan: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            let package = try PlannedPackage(&reader)
            let mode: PlanMode = try reader.code()
            var plan = TransferPlan(
                package, mode: mode, deadline: try reader.optionalTime(0), passphrase: try reader.optional(1),
                statedBy: try reader.optionalText(2))
            let here = reader.offset
            let assignments: [Assignment] = try reader.list(limit: TransferLimits.assignments)
            for assignment in assignments {
                // A file in which a route carries what it must not is none that this program wrote.
                do { try plan.assign(assignment) } catch { throw DERError(.badValue, offset: here) }
            }
            return plan
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            package.encode(&writer)
            writer.code(mode)
            writer.optional(deadline, 0)
            writer.optional(passphrase, 1)
            writer.optional(statedBy, 2)
            writer.list(assignments)
        }
    }
}
