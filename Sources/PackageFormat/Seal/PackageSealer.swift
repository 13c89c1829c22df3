import Cryptography
import DER
import Dispersal
import Label
import SystemIO

/// Makes one package. First its header, then the body, then, with ``SealedBody``, what closes it.
package struct PackageSealer: ~Copyable {
    let plan: SealPlan
    private let keys: PackageKeys
    /// What the pieces begin with, x = 1...n. Nothing of it changes any more.
    package let headers: [PieceHeader]
    /// Key ids for the index, where the header hides them.
    let hiddenRecipients: [[UInt8]]?

    /// Draws the package's secrets and wraps them to the addressees.
    /// - Throws: `invalidRequest`, `tooLarge`, `cryptography`.
    package init(_ plan: SealPlan, to addressees: borrowing Addressees) throws(PackageFormatError) {
        let secrets = try cryptography { () throws(CryptographyError) in try PackageSecrets() }
        let bare = try Self.bareHeader(plan)
        let common = try addressees.wrap(secrets.r, into: bare)
        let salt = try cryptography { () throws(CryptographyError) in
            try randomBytes(ChunkedEncryption.saltSize)
        }
        let keys = try cryptography { () throws(CryptographyError) in
            try PackageKeys(r: secrets.r, s: secrets.s, header: common, salt: salt)
        }
        let commitment = keys.chunks.commitment
        let headers = try secrets.shares(plan.split).enumerated().map { index, share in
            PieceHeader(common: common, x: index + 1, share: share, salt: salt, commitment: commitment)
        }
        guard headers[0].encoded.count <= Format.maximumHeaderSize else {
            throw PackageFormatError(.tooLarge, "the header would exceed 1 MiB", place: Place(.header))
        }
        self.keys = keys
        self.headers = headers
        self.plan = plan
        hiddenRecipients = addressees.hidden ? addressees.publicKeys.map(\.keyID) : nil
    }

    /// What all pieces say first.
    package var common: CommonHeader { headers[0].common }

    /// The identifier of the package that is being made: 32 random bytes.
    package var packageID: [UInt8] { common.packageID }

    /// Seals the files of a scanned tree.
    /// - Parameter outputs: where the pieces go, x = 1...n.
    /// - Throws: `invalidRequest` unless there are n outputs.
    package consuming func seal(
        _ scan: consuming TreeScan, to outputs: [PieceOutput], progress: Progress
    ) throws(PackageFormatError) -> SealedBody {
        try checkClaim(holdsOneFile: scan.holdsOneFile)
        progress.expect(scan.contentLength)
        let files = SourceFiles(tree: scan.tree)
        let index = try scan.takeIndex().finish(label: hiddenLabel, recipients: hiddenRecipients)
        _ = try geometry(plaintextLength: index.contentLength)
        let feed = PlaintextFeed(TreeContent(index, files: files), padding: plan.padding)
        return try seal(feed, files, to: outputs, progress: progress)
    }

    /// Seals what comes through a pipe as one file.
    /// - Parameter name: the file's path in the package.
    /// - Throws: `badIndex` for a name that the format refuses, before anything is read or written.
    package consuming func seal(
        stream input: consuming Descriptor, named name: [UInt8], modified: FileTime,
        to outputs: [PieceOutput], progress: Progress
    ) throws(PackageFormatError) -> SealedBody {
        // A name that cannot be entered must not show only after everything was read.
        var rules = IndexRules()
        try rules.check(Entry(path: name, mode: 0o600, modified: modified, node: .file(0)))
        let (label, recipients) = (hiddenLabel, hiddenRecipients)
        let content = StreamContent(input, name: name, modified: modified) { entry throws(PackageFormatError) in
            var index = IndexBuilder()
            try index.append(entry)
            return try index.finish(label: label, recipients: recipients)
        }
        let feed = PlaintextFeed(content, padding: plan.padding)
        return try seal(feed, nil, to: outputs, progress: progress)
    }

    private var hiddenLabel: Label? { plan.hidesLabel ? plan.label : nil }

    consuming func seal<Content: ContentSource & ~Copyable>(
        _ feed: PlaintextFeed<Content>, _ files: (any SegmentReader)?, to outputs: [PieceOutput], progress: Progress
    ) throws(PackageFormatError) -> SealedBody {
        guard outputs.count == headers.count else {
            throw PackageFormatError(.invalidRequest, "\(outputs.count) outputs for \(headers.count) pieces")
        }
        var writers: [PieceWriter] = []
        for (header, output) in zip(headers, outputs) {
            writers.append(try PieceWriter(output, header: header.encoded))
        }
        let leaves = LeafList()
        let stripes = StripeSealing(
            feed: feed, files: files, split: plan.split, leaves: leaves, progress: progress)
        try stripes.run(workers: plan.workers, keys, writers)
        let geometry = try geometry(plaintextLength: feed.plaintextLength)
        return SealedBody(
            headers: headers, keys: keys, geometry: geometry, leaves: leaves, contentLength: feed.contentLength,
            writers: writers)
    }

    /// - Throws: `tooLarge` for more chunks or stripes than there may be. Files with holes can claim any size, so that
    ///   this is asked before anything is read, too.
    private borrowing func geometry(plaintextLength: UInt64) throws(PackageFormatError) -> StripeGeometry {
        guard let length = ChunkedEncryption.ciphertextCount(plaintextCount: plaintextLength),
            let geometry = StripeGeometry(split: plan.split, ciphertextLength: length)
        else { throw PackageFormatError(.tooLarge, "\(plaintextLength) bytes are more than a package can hold") }
        return geometry
    }

    private static func bareHeader(_ plan: SealPlan) throws(PackageFormatError) -> CommonHeader {
        let packageID = try cryptography { () throws(CryptographyError) in
            try randomBytes(Format.identifierSize)
        }
        return CommonHeader(
            packageID: packageID, suite: plan.suite, split: plan.split, originator: plan.signer?.sha256,
            purpose: plan.purpose, label: plan.hidesLabel ? nil : plan.label, stanzas: [],
            extensions: plan.claimsOneFile ? try oneFile() : .none)
    }

    private static func oneFile() throws(PackageFormatError) -> Extensions {
        do { return try Extensions([Extension(id: Format.oneFileExtension, critical: false, value: [])]) } catch {
            throw PackageFormatError(.invalidRequest, error.code.rawValue, underlying: .label(error))
        }
    }

    /// What the header says of the content must be true of it.
    /// - Throws: `invalidRequest`.
    borrowing func checkClaim(holdsOneFile: Bool) throws(PackageFormatError) {
        guard holdsOneFile || !plan.claimsOneFile else {
            throw PackageFormatError(.invalidRequest, "more inside than the one file that the header claims")
        }
    }
}

/// R, which recipients unwrap, and S, which k pieces give: both are needed to open a package.
private struct PackageSecrets: ~Copyable {
    let r: Secret
    let s: Secret

    init() throws(CryptographyError) {
        let r = try Secret(random: PackageKeys.secretSize)
        let s = try Secret(random: PackageKeys.secretSize)
        self.r = r
        self.s = s
    }

    /// The pieces' shares of S, x = 1...n.
    borrowing func shares(_ split: Split) throws(PackageFormatError) -> [[UInt8]] {
        do { return try SecretSharing.split(s, k: split.k, n: split.n) } catch {
            throw PackageFormatError(.cryptography, error.code.rawValue)
        }
    }
}

/// The work of sealing all stripes, shared by workers.
private struct StripeSealing<Content: ContentSource & ~Copyable>: Sendable {
    let feed: PlaintextFeed<Content>
    let files: (any SegmentReader)?
    let split: Split
    let leaves: LeafList
    let progress: Progress

    func run(
        workers: Int, _ keys: borrowing PackageKeys, _ writers: [PieceWriter]
    ) throws(PackageFormatError) {
        try runWorkers(workers) { _ throws(PackageFormatError) in
            do throws(PackageFormatError) {
                var sealer = try StripeSealer(keys, split: split, bodyOffset: writers[0].bodyOffset)
                while !progress.isCancelled, let claim = try feed.claim(into: sealer.plaintext.all) {
                    try seal(claim, &sealer, writers)
                }
            } catch {
                feed.stop()
                for writer in writers { writer.cancel() }
                throw error
            }
        }
    }

    private func seal(
        _ claim: StripeClaim, _ sealer: inout StripeSealer, _ writers: [PieceWriter]
    ) throws(PackageFormatError) {
        for segment in claim.segments {
            try files?.read(segment, into: sealer.plaintext.part(segment.stripeOffset, segment.count))
        }
        let size = try sealer.seal(stripe: claim.stripe, count: claim.count)
        for (unit, writer) in writers.enumerated() { try write(unit, size, claim.stripe, &sealer, writer) }
        progress.add(claim.count)
    }

    private func write(
        _ unit: Int, _ size: Int, _ stripe: UInt64, _ sealer: inout StripeSealer, _ writer: PieceWriter
    ) throws(PackageFormatError) {
        let leaf: [UInt8]
        do { leaf = try sealer.leafHash(unit: unit, size: size) } catch {
            throw PackageFormatError(error)
        }
        try system { () throws(SystemError) in
            try leaves.store(leaf, at: stripe * UInt64(split.n) + UInt64(unit))
        }
        try writer.write(
            unit: sealer.unit(unit, size: size), stripe: stripe, offset: stripe * UInt64(split.unitSize))
    }
}
