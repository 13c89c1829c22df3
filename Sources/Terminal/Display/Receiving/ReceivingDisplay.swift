import Console
import Label
import Operations
import SystemIO
import Transfer

extension Output {
    /// Tells of a file that was collected. What is refused, damaged or came before is a warning.
    package func tell(_ arrival: Arrival) {
        let (route, name) = (arrival.route, arrival.name)
        switch arrival.finding {
        case .piece(let piece):
            let facts: [any MessageArgument] = [route, name, piece.number, piece.package.n]
            if piece.verdict == .damaged {
                warn(piece.isKept ? .receiveDamaged : .receiveDamagedLate, arguments: facts)
                for damage in piece.damage.prefix(5) { warn(.receiveDamage, name, EscapedText(damage.text(language))) }
            } else {
                note(text: (piece.isKept ? Message.receiveGood : .receiveLate).text(language, arguments: facts))
            }
        case .replay(let piece, let before):
            let facts: [any MessageArgument] = [
                route, name, piece.number, piece.package.n, before.received.rfc3339, before.route,
            ]
            warn(.receiveReplay, arguments: facts)
        case .receipt(let receipt):
            let facts: [any MessageArgument] = [
                route, name, receipt.signer.name.text, receipt.transfer, receipt.numbers(language),
            ]
            note(text: (receipt.isNew ? Message.receiveReceipt : .receiveReceiptKnown).text(language, arguments: facts))
            if receipt.closes { note(.receiptCloses, receipt.transfer) }
        case .waiting(let error):
            warn(.receiveWaits, route, name, ErrorReport(error, language))
        case .refused(let error):
            warn(.receiveRefused, route, name, ErrorReport(error, language))
        }
    }

    /// Tells of a receipt that was given as a file.
    package func tell(_ receipt: ReceiptImport, of path: Path) {
        note(
            receipt.isNew ? .receiptImported : .receiptImportedBefore, path, receipt.signer.name.text,
            receipt.transfer, receipt.numbers(language))
        if receipt.isNew, receipt.isOpened { note(.receiptOpened, receipt.transfer, receipt.signer.name.text) }
        if receipt.closes { note(.receiptCloses, receipt.transfer) }
    }

    /// Tells what a route had, if it answered.
    package func tell(_ visit: RouteVisit) {
        if visit.failure == nil {
            note(.receiveVisited, visit.route, visit.listed, visit.seen, sizeText(visit.fetched, language))
        }
        if visit.isCutShort { warn(.receiveCutShort, visit.route) }
    }

    /// Tells how much more a package needs.
    package func tell(waiting package: KeptPackage) {
        let facts = package.record.package
        note(.receiveWaiting, facts.name, package.atHand.count, facts.k, facts.n, package.missing)
    }

    /// Tells that a package can be opened, and with which command.
    /// - Parameter routes: names of those that were visited.
    package func tell(ready package: KeptPackage, from routes: [String]) {
        let name = package.record.package.name
        if package.record.package.openers.isEmpty {
            note(.receiveReadyPassphrase, name, EscapedText(package.folder.shown))
        } else {
            note(.receiveReady, name, routes.joined(separator: ","))
        }
    }
}

extension ReceiptImport {
    /// "1, 3; damaged 2".
    fileprivate func numbers(_ language: Language) -> EscapedText {
        func list(_ verdict: PieceVerdict) -> String {
            receipt.pieces.filter { $0.verdict == verdict }.map { String($0.number) }
                .joined(separator: language.separator)
        }
        let damaged = list(.damaged)
        guard !damaged.isEmpty else { return EscapedText(list(.good)) }
        return EscapedText(Message.receiptNumbers.text(language, EscapedText(list(.good)), EscapedText(damaged)))
    }
}
