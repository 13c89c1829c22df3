import Console
import Keyring
import Operations
import PackageFormat
import Routes
import SystemIO
import Terminal
import Transfer

/// Where receipts go.
struct ReceiptTarget {
    let routes: [Route]
    /// A file, or a folder.
    let file: Path?
}

/// One run of `fubako receive`: what it found, and how it will end.
struct ReceivingRun {
    private let session: Session
    private let log: OpenLog
    private let store: ArrivalStore
    private var routes: [String] = []
    private var report = CollectionReport()
    private var opened: [OpeningJSON] = []
    private var receipts: [ReceiptJSON] = []
    /// Every reason not to end with success.
    private var codes: Set<ExitCode> = []

    init(_ session: Session, _ log: OpenLog, _ store: ArrivalStore) {
        self.session = session
        self.log = log
        self.store = store
    }

    private var output: Output { session.output }

    /// Visits the routes, and tells of each file when it is known what it is.
    mutating func collect(_ request: CollectionRequest, _ withdrawals: Withdrawals) throws(any Error) {
        routes = request.routes.map(\.name)
        let progress = CollectionProgress()
        let line = ProgressLine(output, label: Message.progressCollecting.text(session.language)) {
            ProgressCount(completed: progress.fetched, total: progress.total)
        }
        defer { line.finish() }
        let output = output
        let collector = Collector(
            request, store, keyring: session.keyring, withdrawals: withdrawals, recorder: log.recorder,
            state: try StateFolder.standardPath(), author: session.author(nil), progress: progress,
            verifying: Progress()
        ) { arrival in output.tell(arrival) }
        report = try collector.run()
        line.finish()
        for visit in report.visits {
            output.tell(visit)
            if let failure = visit.failure { codes.insert(output.report(failure)) }
        }
        for arrival in report.arrivals {
            switch arrival.finding {
            case .refused(let error), .waiting(let error):
                codes.insert(ErrorReport(error, session.language).exitCode)
            case .piece, .replay, .receipt: break
            }
        }
    }

    /// The packages that what came opens. Of the others it is said how much more is needed.
    mutating func ready(again: Bool) throws(OperationError) -> [KeptPackage] {
        var ready: [KeptPackage] = []
        let changed = Set(report.arrivals.compactMap(\.keptManifest))
        for package in report.packages where package.record.opened == nil || again {
            if package.files.isEmpty { continue }
            if try package.opens() {
                ready.append(package)
            } else {
                output.tell(waiting: package)
                // One that nothing came of in this run is no news.
                if changed.contains(package.record.package.manifest) { codes.insert(.tooFewPieces) }
            }
        }
        return ready
    }

    /// Says with which command they can be opened.
    func tellReady(_ packages: [KeptPackage]) {
        for package in packages { output.tell(ready: package, from: routes) }
    }

    /// Opens packages. What keeps one from being opened does not keep the others.
    mutating func open(_ packages: [KeptPackage], _ unlocker: inout Unlocker, _ extraction: PackageExtraction) {
        for package in packages {
            if package.record.package.openers.isEmpty {
                output.tell(ready: package, from: routes)
                continue
            }
            do { try open(package, &unlocker, extraction) } catch {
                log.refused(OpenLog.Entry(unlocker), error)
                codes.insert(
                    output.report(PackageFailure(error, on: Self.shown(package), existing: .hintReceiveElsewhere)))
            }
        }
    }

    private mutating func open(
        _ package: KeptPackage, _ unlocker: inout Unlocker, _ extraction: PackageExtraction
    ) throws(any Error) {
        let opened = try unlocker.open(package.source)
        let source = Self.shown(package)
        let intent = try opened.intent(log.recorder)
        output.tell(opened, intent, of: source)
        if intent.isFork { codes.insert(.forked) }
        let summary = try extraction.run(opened, source, .everything, OpenLog.Entry(unlocker), log, session)
        self.opened.append(OpeningJSON(opened, intent, summary, of: source))
        try store.opened(package, at: session.now)
    }

    /// What a package is called to people: as its pieces were at the place, and not by the files that they are kept in.
    private static func shown(_ package: KeptPackage) -> PackageSource {
        .file(Path(package.record.package.name))
    }

    /// Signs receipts, and sends or writes them. One that cannot be sent is sent by the next run.
    mutating func issue(
        _ issuer: ReceiptIssuer, _ keys: SigningKeys, to target: ReceiptTarget
    ) throws(any Error) {
        let due = try issuer.due()
        if due.count > 1, let file = target.file, !ReceiptIssuer.isFolder(file) {
            throw CommandFailure(.usage, .receiptsNeedFolder, due.count, place: file)
        }
        for package in due {
            guard let receipt = try keys.sign(package, issuer) else {
                output.warn(.receiptNoSigner, package.record.package.name)
                continue
            }
            try send(receipt, issuer, target)
        }
    }

    private mutating func send(
        _ receipt: IssuedReceipt, _ issuer: ReceiptIssuer, _ target: ReceiptTarget
    ) throws(any Error) {
        var isSent = true
        if let file = target.file {
            let path = try issuer.write(receipt, to: file)
            output.note(.receiptWritten, receipt.package.name, path)
        }
        var routes: [String] = []
        for route in target.routes {
            do throws(OperationError) {
                try issuer.send(receipt, by: route)
                output.note(.receiptSent, receipt.package.name, route.name)
                routes.append(route.name)
            } catch {
                codes.insert(output.report(error))
                isSent = false
            }
        }
        receipts.append(ReceiptJSON(receipt, routes: routes))
        if isSent { try issuer.sent(receipt) }
    }

    /// Writes what is for programs.
    /// - Returns: the gravest of all codes.
    func finish() throws(any Error) -> ExitCode {
        if output.isJSON {
            try output.json(ReceivingJSON(report, opened: opened, receipts: receipts, packages: store.packages()))
        } else if report.arrivals.isEmpty, codes.isEmpty {
            output.note(.receiveNothing)
        }
        return Self.order.first(where: codes.contains) ?? codes.first ?? .success
    }

    /// What somebody must look at goes before what passes by itself.
    private static let order: [ExitCode] = [
        .hungUp, .interrupted, .terminated, .internalError, .badSignature, .damaged, .forked, .notPackage,
        .unsupported, .wrongKey, .refused, .inputOutput, .notFound, .signerUnknown, .originUnknown, .tooLarge,
        .routeRefused, .routeFull, .routeDown, .tooFewPieces,
    ]
}
