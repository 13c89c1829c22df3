import DER
import Keyring
import Ledger
import PackageFormat
import Routes
import SystemIO
import Transfer

/// Collects pieces and receipts from routes. Every piece is verified by itself before anything relies on it; what is refused, is
/// named, and not fetched again.
package struct Collector: ~Copyable {
    let request: CollectionRequest
    let store: ArrivalStore
    let examiner: PieceExaminer
    let importer: ReceiptImporter
    /// Lengths of the pieces that were sent from here, by their names: whoever looks for receipts need not fetch those.
    private let sent: [String: UInt64]
    let recorder: Recorder
    let author: Author
    let progress: CollectionProgress
    /// Called for each file as soon as it is known what it is.
    let told: (Arrival) -> Void
    var report = CollectionReport()
    /// Hashes of the manifests of packages of which something came.
    var touched: Set<[UInt8]> = []

    /// - Parameters:
    ///   - store: held by this run.
    ///   - verifying: of verifying the units of pieces.
    ///   - told: called for each file as soon as it is known what it is.
    package init(
        _ request: CollectionRequest, _ store: ArrivalStore, keyring: Keyring, withdrawals: Withdrawals,
        recorder: Recorder, state: Path, author: Author, progress: CollectionProgress, verifying: Progress,
        told: @escaping (Arrival) -> Void = { _ in }
    ) {
        self.request = request
        self.store = store
        self.recorder = recorder
        self.author = author
        self.progress = progress
        self.told = told
        examiner = PieceExaminer(
            keyring: keyring, withdrawals: withdrawals, recorder: recorder, progress: verifying)
        importer = ReceiptImporter(keyring: keyring, state: state, recorder: recorder, author: author)
        sent = importer.sentPieces()
    }

    /// Visits every route. One that fails does not keep the others waiting for another run: what went wrong stands in the report.
    /// - Throws: what keeps the whole run from going on: `system`, `ledger`, `keyring`, being asked to stop.
    package consuming func run() throws(OperationError) -> CollectionReport {
        for route in request.routes { try visit(route) }
        for package in try store.packages() {
            let isWaiting = package.record.opened == nil && !package.files.isEmpty
            if isWaiting || touched.contains(package.record.package.manifest) { report.packages.append(package) }
        }
        return report
    }

    private mutating func visit(_ route: Route) throws(OperationError) {
        var visit = RouteVisit(route: route.name)
        do throws(OperationError) { try collect(route, &visit) } catch {
            guard let failure = error.on(route) else { throw error }
            visit.failure = failure
        }
        report.visits.append(visit)
    }

    private mutating func collect(_ route: Route, _ visit: inout RouteVisit) throws(OperationError) {
        let transport = route.transport(request.limits)
        let backOff = request.backOff
        let found = try onRoute { () throws(RoutesError) in
            try backOff.run { (_) throws(RoutesError) in try transport.list() }
        }
        // Somebody else tries the same route.
        let files = found.filter { !$0.name.isTrial }.map { PlacedFile(route: route.name, found: $0) }
        try store.forget(route.name, except: files)
        visit.listed = files.count
        var refused = 0
        var broken: [PlacedFile] = []
        for file in files {
            try onSystem { () throws(SystemError) in try Interruption.check() }
            if let size = file.found.size, sent[file.found.name.text] == size {
                visit.own += 1
                continue
            }
            if try isSeen(file) {
                visit.seen += 1
                continue
            }
            guard refused < CollectionRequest.refusalLimit else {
                visit.isCutShort = true
                break
            }
            switch try collect(file, transport, &visit, mayWait: broken.count < CollectionRequest.brokenLimit) {
            case .settled: break
            case .refused: refused += 1
            case .waiting: broken.append(file)
            }
        }
        // A whole piece that came after them may tell whose they are.
        for file in broken { try lookAgain(file) }
    }

    private func isSeen(_ file: PlacedFile) throws(OperationError) -> Bool {
        guard !request.again, let mark = try store.mark(file) else { return false }
        if mark.isWaiting { return false }
        if let former = mark.limit { return limit(file) <= former }
        guard let signer = mark.signer else { return true }
        // Refused for its signer: looked at again once he is trusted.
        let identity = try onKeyring { () throws(KeyringError) in
            try examiner.keyring.identity(withCertificate: signer)
        }
        return !(identity?.isTrusted ?? false)
    }

    private enum Outcome { case settled, refused, waiting }

    private mutating func collect(
        _ file: PlacedFile, _ transport: any Transport, _ visit: inout RouteVisit, mayWait: Bool
    ) throws(OperationError) -> Outcome {
        let former = try store.mark(file)
        let hasWaited = former?.isWaiting == true && !request.again
        let fetched: Fetched
        do throws(OperationError) { fetched = try fetch(file, transport) } catch {
            visit.fetched += progress.end()
            guard let refusal = error.ofFile else { throw error }
            let mark =
                refusal.isOfDisk ? nil : refusal.code == .pieceTooLarge ? SeenMark(limit: limit(file)) : SeenMark()
            // Makes room for what is written about it.
            if mark == nil { try store.discard(file) }
            try refuse(file, refusal, remembering: mark)
            return .refused
        }
        visit.fetched += fetched.bytes
        if file.found.name.isReceipt { return try settleReceipt(file) ? .settled : .refused }
        let name = file.found.name.text
        var examination = try examiner.examine(try store.incoming(file), called: name, store)
        if fetched.wasResumed, !examination.isGood, fetched.bytes > 0 || !hasWaited {
            // What lay here was not the beginning of what lies there.
            try store.discard(file)
            visit.fetched += try fetch(file, transport).bytes
            examination = try examiner.examine(try store.incoming(file), called: name, store)
        }
        switch examination {
        case .piece(let piece): return try settle(piece, file) ? .settled : .refused
        case .refused(let error, _, mayBelong: true) where mayWait:
            // One that waited already is not told of in every run.
            if !hasWaited { try tell(file, .waiting(error)) }
            try store.markWaiting(file)
            return .waiting
        case .refused(let error, let signer, _):
            try refuse(file, error, remembering: SeenMark(signer: signer))
            return .refused
        }
    }

    /// Looks again at a file that was too broken to tell whose it is.
    private mutating func lookAgain(_ file: PlacedFile) throws(OperationError) {
        let name = file.found.name.text
        guard case .piece(let piece) = try examiner.examine(try store.incoming(file), called: name, store) else {
            return
        }
        _ = try settle(piece, file)
    }

    private mutating func settleReceipt(_ file: PlacedFile) throws(OperationError) -> Bool {
        do throws(OperationError) {
            let path = try store.incoming(file)
            let imported = try importer.importReceipt(try ReceiptImporter.read(path))
            report(file, .receipt(imported))
            try store.markSeen(file, SeenMark())
            return true
        } catch {
            guard error.isRefusal else { throw error }
            // Receipts for others lie at a place that several senders use, and so do one's own: no reason to warn anybody.
            if error.code != .receiptForeign { report(file, .refused(error)) }
            try store.markSeen(file, SeenMark())
            return false
        }
    }

    mutating func refuse(
        _ file: PlacedFile, _ error: OperationError, remembering mark: SeenMark?
    ) throws(OperationError) {
        try tell(file, .refused(error))
        if let mark { try store.markSeen(file, mark) } else { try store.discard(file) }
    }

    /// Tells of a file, and records it.
    mutating func tell(_ file: PlacedFile, _ finding: Arrival.Finding) throws(OperationError) {
        let arrival = Arrival(route: file.route, name: file.found.name.text, finding: finding)
        report(arrival)
        try recorder.arrived(arrival, by: author)
    }

    private mutating func report(_ file: PlacedFile, _ finding: Arrival.Finding) {
        report(Arrival(route: file.route, name: file.found.name.text, finding: finding))
    }

    mutating func report(_ arrival: Arrival) {
        report.arrivals.append(arrival)
        told(arrival)
    }
}

extension OperationError {
    /// The error as one of a route, if it keeps only this route from going on.
    fileprivate func on(_ route: Route) -> OperationError? {
        guard case .routes(let error) = underlying, ![.interrupted, .system, .cryptography].contains(error.code) else {
            return nil
        }
        return OperationError(.route, underlying: .routes(error.on(route.name)))
    }

    /// The error as one of a single file, if the route can go on without it.
    fileprivate var ofFile: OperationError? {
        if code == .pieceTooLarge || isOfPackage { return self }
        guard case .routes(let error) = underlying else { return nil }
        switch error.code {
        case .tooMuch: return OperationError(.pieceTooLarge)
        case .notFound, .malformed, .badName: return self
        case .system: return isOfDisk ? self : nil
        default: return nil
        }
    }

    /// Whether what came could not be written here, which says nothing of the file.
    fileprivate var isOfDisk: Bool {
        guard case .routes(let error) = underlying, error.code == .system else { return false }
        return error.system.map { $0.code != .interrupted } ?? false
    }
}
