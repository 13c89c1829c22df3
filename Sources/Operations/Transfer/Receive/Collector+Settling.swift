import SystemIO
import Transfer

extension Collector {
    /// Keeps a piece, or says why it is not needed. The record of its package is written first.
    /// - Returns: false if it was refused.
    mutating func settle(_ piece: ExaminedPiece, _ file: PlacedFile) throws(OperationError) -> Bool {
        let manifest = piece.package.manifest
        var package = try store.package(manifest) ?? store.newPackage(piece.package)
        let received = try onTransfer { () throws(TransferError) in
            try ReceivedPiece(
                number: piece.number, verdict: piece.verdict, received: recorder.now, route: file.route)
        }
        if let known = package.record.piece(piece.number), known.verdict == .good, !isWanted(piece, package) {
            try tell(file, .replay(arrived(piece, isKept: false), known))
            try store.markSeen(file, SeenMark())
            return true
        }
        guard let name = name(for: piece, in: package) else {
            try refuse(file, OperationError(.enoughDamaged), remembering: SeenMark())
            return false
        }
        if !package.record.add(received) { package.record.askForReceipt() }
        let isKept = package.record.opened == nil || request.again
        let arrival = Arrival(
            route: file.route, name: file.found.name.text, finding: .piece(arrived(piece, isKept: isKept)))
        // First: after a kill an entry may be there twice, and none is missing.
        try recorder.arrived(arrival, by: author)
        if isKept {
            try store.place(file, as: name, in: &package)
            if piece.verdict == .good { try store.removeDamaged(piece.number, of: &package) }
        } else {
            try store.save(package)
        }
        touched.insert(manifest)
        report(arrival)
        try store.markSeen(file, SeenMark())
        return true
    }

    private func isWanted(_ piece: ExaminedPiece, _ package: KeptPackage) -> Bool {
        request.again && piece.verdict == .good && !package.atHand.contains(piece.number)
    }

    /// The file's name among its package's; nil if enough damaged ones of its number are there.
    private func name(for piece: ExaminedPiece, in package: KeptPackage) -> String? {
        guard piece.verdict == .damaged else { return KeptPackage.name(piece.number) }
        let taken = Set(package.files.map { String(decoding: $0.name, as: UTF8.self) })
        return (1...KeptPackage.damagedLimit).map { KeptPackage.name(piece.number, damaged: $0) }
            .first { !taken.contains($0) }
    }

    private func arrived(_ piece: ExaminedPiece, isKept: Bool) -> ArrivedPiece {
        ArrivedPiece(
            package: piece.package, number: piece.number, verdict: piece.verdict, damage: piece.damage, isKept: isKept)
    }
}
