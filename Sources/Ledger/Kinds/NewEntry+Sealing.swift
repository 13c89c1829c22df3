import Cryptography
import DER

extension NewEntry {
    /// What is said of a package before it is sealed.
    package struct SealIntent: Hashable, Sendable {
        /// The package's identifier, 32 bytes.
        package var package: [UInt8]
        /// SHA-256 of the CommonHeader, 32 bytes.
        package var header: [UInt8]
        /// The word for what the package is for.
        package var purpose: String
        /// "C2/I1/A1"; nil where the package hides it.
        package var grade: String?
        /// Names of the handling restrictions.
        package var restrictions: [String] = []
        /// The last day for which the record must be kept.
        package var retention: CalendarDay?
        /// Fingerprints or key identifiers, 8...32 bytes each; nil where the package hides its recipients.
        package var recipients: [[UInt8]]?
        /// Whether a passphrase opens it.
        package var passphrase = false
        /// Names of the recommended list.
        package var algorithms: [String] = []
        /// What is sealed: the top-level names. Personal.
        package var names: [String] = []

        /// An intent of which only the package is known yet.
        package init(package: [UInt8], header: [UInt8], purpose: String) {
            self.package = package
            self.header = header
            self.purpose = purpose
        }
    }

    /// A package is about to be sealed.
    package static func sealIntent(_ intent: SealIntent, by author: Author, at time: DERTime) -> NewEntry {
        var entry = NewEntry(.sealIntent, by: author, at: time)
        entry.setBytes("package", intent.package)
        entry.setBytes("header", intent.header)
        entry.setText("purpose", intent.purpose)
        entry.setText("grade", intent.grade)
        entry.setTexts("restrictions", intent.restrictions)
        entry.setText("retention", intent.retention?.description)
        entry.setTexts("recipients", intent.recipients?.map { hexadecimal($0) })
        entry.setFlag("passphrase", intent.passphrase)
        entry.setTexts("algorithms", intent.algorithms)
        entry.setPersonal("names", intent.names)
        return entry
    }

    /// A package was sealed.
    /// - Parameters:
    ///   - manifest: SHA-256 of the Manifest.
    ///   - bytes: length of the package.
    ///   - entries: how many files, folders and links it holds.
    ///   - names: what was sealed: the top-level names. Personal.
    ///   - output: the path of the package. Personal.
    package static func sealed(
        _ package: [UInt8], manifest: [UInt8], bytes: UInt64, entries: UInt64, names: [String]? = nil,
        output: [UInt8]? = nil, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.seal, by: author, at: time)
        entry.setBytes("package", package)
        entry.setBytes("manifest", manifest)
        entry.setSizes(bytes: bytes, entries: entries)
        entry.setText("result", "sealed")
        if let names { entry.setPersonal("names", names) }
        entry.setPersonal("output", path: output)
        return entry
    }

    /// A package was announced, but not sealed.
    /// - Parameter cause: the stable name of the error.
    package static func sealFailed(
        _ package: [UInt8], cause: String, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.seal, by: author, at: time)
        entry.setBytes("package", package)
        entry.setSizes(bytes: 0, entries: 0)
        entry.setText("result", "failed")
        entry.setText("cause", cause)
        return entry
    }

    /// A package takes the place of an older one.
    /// - Parameters:
    ///   - from: the older package's identifier.
    ///   - manifest: SHA-256 of the older package's Manifest.
    ///   - algorithm: what was withdrawn, by its name on the recommended list; nil if something else was the reason.
    package static func resealed(
        _ package: [UInt8], from: [UInt8], manifest: [UInt8], affectedBy algorithm: String?, by author: Author,
        at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.reseal, by: author, at: time)
        entry.setBytes("package", package)
        entry.setBytes("from", from)
        entry.setBytes("from-manifest", manifest)
        entry.setText("affected-by", algorithm)
        return entry
    }

    fileprivate mutating func setSizes(bytes: UInt64, entries: UInt64) {
        setCount("bytes", bytes)
        setCount("entries", entries)
    }
}

extension NewEntry {
    /// A package that somebody wants opened or verified.
    package struct Received: Hashable, Sendable {
        /// The package's identifier, 32 bytes; nil for what could not be read as one.
        package var package: [UInt8]?
        /// SHA-256 of the Manifest, 32 bytes; nil if it was not reached.
        package var manifest: [UInt8]?
        /// The signer's fingerprint; nil if the signer is unknown.
        package var signer: [UInt8]?
        /// The older package whose place it takes.
        package var resealedFrom: [UInt8]?
        /// Path of the file, if that is all there is to tell. Personal.
        package var input: [UInt8]?

        /// A package of an unknown signer, which takes no other's place.
        package init(package: [UInt8], manifest: [UInt8]?, signer: [UInt8]? = nil) {
            self.package = package
            self.manifest = manifest
            self.signer = signer
        }

        /// What could not be read as a package.
        /// - Parameter input: the path of the file; nil if it came through a pipe.
        package init(input: [UInt8]?) { self.input = input }
    }

    /// A package was opened: so many bytes, and so many files, folders and links came out of it.
    package static func opened(
        _ package: Received, bytes: UInt64, entries: UInt64, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = opening(package, "opened", author, time)
        entry.setSizes(bytes: bytes, entries: entries)
        return entry
    }

    /// The names in a package were shown: so many files, folders and links.
    package static func listed(
        _ package: Received, entries: UInt64, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = opening(package, "listed", author, time)
        entry.setSizes(bytes: 0, entries: entries)
        return entry
    }

    /// The opening of a package was refused.
    /// - Parameter cause: the stable name of the reason.
    package static func openRefused(
        _ package: Received, cause: String, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = opening(package, "refused", author, time)
        entry.setSizes(bytes: 0, entries: 0)
        entry.setText("cause", cause)
        return entry
    }

    private static func opening(
        _ package: Received, _ result: String, _ author: Author, _ time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.open, by: author, at: time)
        entry.set(package)
        entry.setBytes("resealed-from", package.resealedFrom)
        entry.setText("result", result)
        return entry
    }

    /// A package was verified.
    /// - Parameters:
    ///   - verdict: its stable name.
    ///   - cause: the stable name of the error, for what could not be read as a package.
    package static func verified(
        _ package: Received, verdict: String, cause: String? = nil, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.verify, by: author, at: time)
        entry.set(package)
        entry.setText("verdict", verdict)
        entry.setText("cause", cause)
        return entry
    }

    private mutating func set(_ package: Received) {
        setBytes("package", package.package)
        setBytes("manifest", package.manifest)
        setBytes("signer", package.signer)
        setPersonal("input", path: package.input)
    }
}
