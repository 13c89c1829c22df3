import DER

extension RecordedDelivery: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            RecordedDelivery(
                assignment: Int(try reader.integer(0...Int64(TransferLimits.assignments))), route: try reader.text(),
                started: try reader.generalizedTime(),
                finished: try reader.generalizedTime(), bytes: try reader.size(), resumedAt: try reader.size(),
                verification: try reader.code(), wasPresent: try reader.boolean(), isAgain: try reader.boolean(),
                place: try reader.text(), medium: try reader.optionalText(0))
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.number(assignment)
            writer.utf8String(route)
            writer.generalizedTime(started)
            writer.generalizedTime(finished)
            writer.integer(bytes)
            writer.integer(resumedAt)
            writer.code(verification)
            writer.boolean(wasPresent)
            writer.boolean(isAgain)
            writer.utf8String(place)
            writer.optional(medium, 0)
        }
    }
}

extension DeliveryAttempt: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            DeliveryAttempt(route: try reader.text(), time: try reader.generalizedTime())
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.utf8String(route)
            writer.generalizedTime(time)
        }
    }
}

extension DeliveryFailure: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            DeliveryFailure(route: try reader.text(), code: try reader.text(), time: try reader.generalizedTime())
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.utf8String(route)
            writer.utf8String(code)
            writer.generalizedTime(time)
        }
    }
}

extension RecordedHandover: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            RecordedHandover(
                event: try reader.code(), time: try reader.generalizedTime(), carrier: try reader.optionalText(0),
                container: try reader.optionalText(1), seal: try reader.optionalText(2),
                place: try reader.optionalText(3))
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.code(event)
            writer.generalizedTime(time)
            writer.optional(carrier, 0)
            writer.optional(container, 1)
            writer.optional(seal, 2)
            writer.optional(place, 3)
        }
    }
}

extension PieceReceipt: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            PieceReceipt(
                piece: try reader.piece(), verdict: try reader.code(), received: try reader.generalizedTime(),
                route: try reader.text(), signer: try reader.digest())
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.number(piece)
            writer.code(verdict)
            writer.generalizedTime(received)
            writer.utf8String(route)
            writer.octetString(signer)
        }
    }
}

extension PieceHistory: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            var history = PieceHistory()
            history.deliveries = try reader.list(limit: TransferLimits.events)
            history.failure = try reader.optional(0)
            history.attempt = try reader.optional(1)
            history.handovers = try reader.list(limit: TransferLimits.events)
            history.receipts = try reader.list(limit: TransferLimits.events)
            return history
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.list(deliveries)
            writer.optional(failure, 0)
            writer.optional(attempt, 1)
            writer.list(handovers)
            writer.list(receipts)
        }
    }
}

extension CountedReceipt: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            CountedReceipt(
                digest: try reader.digest(), signer: try reader.digest(), time: try reader.generalizedTime(),
                state: try reader.code())
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.octetString(digest)
            writer.octetString(signer)
            writer.generalizedTime(time)
            writer.code(state)
        }
    }
}

extension TransferState.Ending: DERCodable {
    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { reader throws(DERError) in
            TransferState.Ending(kind: try reader.code(), time: try reader.generalizedTime())
        }
    }

    func encode(_ writer: inout DERWriter) {
        writer.sequence { writer in
            writer.code(kind)
            writer.generalizedTime(time)
        }
    }
}
