import Cryptography
import SystemIO

/// A former package that was proven to be what it says: the content at hand, encrypted again, is what was sealed then.
package struct PriorStatement: Sendable {
    /// The former header.
    package let header: CommonHeader
    /// What its signature covered.
    package let manifest: Manifest
    /// Who signed it, as far as the record itself can tell.
    package let origin: Origin
}

extension UnlockedPackage {
    /// Checks what the package keeps of its former selves, the last first: each statement against its own hashes, keys and
    /// signature, and then against the content, which is encrypted again. No content is released.
    /// - Returns: a statement for each former package; none for one that was never sealed again.
    /// - Throws: `badPrior` if anything does not fit; `unsupported`, `tooLarge`; `damaged` for a unit of this package.
    package borrowing func verifyPrior(
        _ contents: Contents, workers: Int, progress: Progress
    ) throws(PackageFormatError) -> [PriorStatement] {
        guard let encoded = try encodedPrior(contents) else { return [] }
        _ = try PriorRecord(encoded: encoded).depth()
        let verification = PriorVerification(contents: contents, header: structure.common, workers: workers)
        return try verification.run(encoded, self, progress)
    }

    /// The record of the former package, if there is one.
    borrowing func encodedPrior(
        _ contents: Contents
    ) throws(PackageFormatError) -> Secret? {
        let pointers = contents.pointers
        guard pointers.priorLength > 0 else { return nil }
        var plaintext = try PlaintextReader(self)
        return try Secret(count: Int(pointers.priorLength)) { (buffer) throws(PackageFormatError) in
            try plaintext.read(at: pointers.priorOffset, into: buffer)
        }
    }
}

/// The steps of checking prior records.
private struct PriorVerification {
    let contents: Contents
    /// That of the package which holds the records.
    let header: CommonHeader
    let workers: Int

    func run(
        _ encoded: borrowing Secret, _ package: borrowing UnlockedPackage, _ progress: Progress
    ) throws(PackageFormatError) -> [PriorStatement] {
        let record = try PriorRecord(encoded: encoded)
        let statement = try record.statement(in: contents, header)
        let keys = try record.checkedKeys()
        let pointers = PointerBlock(
            contentLength: contents.pointers.contentLength, indexLength: contents.pointers.indexLength,
            priorLength: UInt64(InsideEnd.length(record.prior)), paddingLength: record.paddingLength)
        let geometry = try record.geometry(pointers)
        progress.expect(progress.total + geometry.plaintextLength)
        let leaves = LeafList()
        try runPositions(
            PositionCounter(total: geometry.stripeCount), workers: workers,
            context: { _ throws(PackageFormatError) in
                try FormerStripes(record, keys, geometry, pointers, try PlaintextReader(package))
            }
        ) { (stripes: inout FormerStripes, stripe: UInt64) throws(PackageFormatError) in
            let hashes = try stripes.leaves(of: stripe)
            let position = stripe * UInt64(geometry.split.n)
            try system { () throws(SystemError) in try leaves.store(hashes, at: position) }
            progress.add(geometry.plaintextCount(stripe: stripe))
        }
        if try Sections(trailer: record.trailer, leaves: leaves, isIntact: true).rootFault() != nil {
            throw PackageFormatError(
                .badPrior, "the content is not what was sealed then", place: Place(.priorRecord))
        }
        return [statement] + (try former(record.prior, package, progress))
    }

    private func former(
        _ encoded: borrowing Secret?, _ package: borrowing UnlockedPackage, _ progress: Progress
    ) throws(PackageFormatError) -> [PriorStatement] {
        switch encoded {
        case .some(let encoded): try run(encoded, package, progress)
        case .none: []
        }
    }
}

extension PriorRecord {
    /// Checks header, manifest, index head and signature against each other.
    /// - Parameter outer: the header of the package that holds the record.
    fileprivate func statement(
        in contents: Contents, _ outer: CommonHeader
    ) throws(PackageFormatError) -> PriorStatement {
        let (header, trailer) = (header, trailer)
        return try priorRecord { () throws(PackageFormatError) in
            if let field = try PieceReading.mismatch(trailer.manifest, header) {
                throw PackageFormatError(.badPrior, "\(field) differs from the header's")
            }
            guard try trailer.manifest.piece(withHeader: header.encoded) == header.x else {
                throw PackageFormatError(.badPrior, "the header is not the manifest's")
            }
            guard header.common.purpose == outer.purpose, header.common.label == outer.label else {
                throw PackageFormatError(.badPrior, "label or purpose is not what it was")
            }
            try contents.checkHead(header.common)
            let origin = try trailer.origin()
            try origin.check(against: header.common)
            try header.common.checkStanzaSignatures()
            return PriorStatement(header: header.common, manifest: trailer.manifest, origin: origin)
        }
    }

    /// The old keys: they fit share, commitment and authentication code.
    fileprivate borrowing func checkedKeys() throws(PackageFormatError) -> PackageKeys {
        let keys = try cryptography { () throws(CryptographyError) in
            try PackageKeys(r: r, s: s, header: header.common, salt: header.salt)
        }
        let mac = try cryptography { () throws(CryptographyError) in
            try keys.authenticationCode(trailer.manifest)
        }
        // A share of a package that several pieces open says nothing of S; the commitment does.
        let isShare = header.common.split.k > 1 || s.equalsInConstantTime(Secret(copying: header.share))
        guard isShare, equalInConstantTime(keys.chunks.commitment, header.commitment),
            equalInConstantTime(mac, trailer.mac)
        else {
            throw PackageFormatError(.badPrior, "the keys are not those of its manifest", place: Place(.priorRecord))
        }
        return keys
    }

    /// How the old package was cut: its lengths follow from those of its parts.
    fileprivate borrowing func geometry(_ pointers: PointerBlock) throws(PackageFormatError) -> StripeGeometry {
        guard pointers.hasModestPadding else {
            throw PackageFormatError(.tooLarge, "more padding than a record may claim", place: Place(.priorRecord))
        }
        let manifest = trailer.manifest
        guard let length = ChunkedEncryption.ciphertextCount(plaintextCount: pointers.plaintextLength),
            length == manifest.ciphertextLength,
            let geometry = StripeGeometry(split: header.common.split, ciphertextLength: length),
            geometry.stripeCount == manifest.stripeCount
        else {
            throw PackageFormatError(.badPrior, "the lengths are not those of its manifest", place: Place(.priorRecord))
        }
        return geometry
    }
}

/// One worker's buffers and contexts for encrypting stripes as they were encrypted in a former package.
private struct FormerStripes: ~Copyable {
    private var plaintext: PlaintextReader
    private var sealer: StripeSealer
    private let end: InsideEnd
    private let geometry: StripeGeometry

    init(
        _ record: borrowing PriorRecord, _ keys: borrowing PackageKeys, _ geometry: StripeGeometry,
        _ pointers: PointerBlock, _ plaintext: consuming PlaintextReader
    ) throws(PackageFormatError) {
        let sealer = try StripeSealer(keys, split: geometry.split, bodyOffset: 0)
        self.plaintext = plaintext
        self.sealer = sealer
        self.geometry = geometry
        end = InsideEnd(prior: record.copiedPrior(), pointers: pointers)
    }

    /// The hashes of the stripe's units.
    mutating func leaves(of stripe: UInt64) throws(PackageFormatError) -> [UInt8] {
        let count = geometry.plaintextCount(stripe: stripe)
        try fill(sealer.plaintext.part(0, count), from: stripe * UInt64(geometry.plaintextPerStripe))
        let size = try sealer.seal(stripe: stripe, count: count)
        var hashes: [UInt8] = []
        for unit in 0..<geometry.split.n {
            do { hashes += try sealer.leafHash(unit: unit, size: size) } catch { throw PackageFormatError(error) }
        }
        return hashes
    }

    private mutating func fill(
        _ buffer: UnsafeMutableRawBufferPointer, from start: UInt64
    ) throws(PackageFormatError) {
        let shared = end.pointers.priorOffset
        let kept = start < shared ? buffer.part(upTo: shared - start).count : 0
        if kept > 0 { try plaintext.read(at: start, into: buffer.part(upTo: UInt64(kept))) }
        var filled = kept
        while filled < buffer.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            filled += end.read(at: start + UInt64(filled) - shared, into: room)
        }
    }
}

extension PriorRecord {
    fileprivate borrowing func copiedPrior() -> Secret? {
        switch prior {
        case .some(let prior): prior.copy()
        case .none: nil
        }
    }
}
