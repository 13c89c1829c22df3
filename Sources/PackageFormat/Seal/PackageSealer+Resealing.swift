import Cryptography
import Label
import SystemIO

extension PackageSealer {
    /// Seals an opened package again: contents and index stay byte for byte, and a record of what it was makes the old
    /// signature checkable. Label and purpose stay; recipients stay hidden, and the same, where they were.
    /// - Parameters:
    ///   - outputs: where the pieces go, x = 1...n.
    /// - Throws: `invalidRequest` where the plan would change what the index says, or label or purpose; `tooLarge` where
    ///   there is too much of former packages to keep; otherwise as reading the one and sealing the other does.
    package consuming func reseal(
        _ package: borrowing UnlockedPackage, _ contents: Contents, to outputs: [PieceOutput], progress: Progress
    ) throws(PackageFormatError) -> SealedBody {
        try checkResealing(package, contents)
        try checkClaim(holdsOneFile: package.holdsOneFile(contents))
        let record = try package.recordOfItself(contents)
        var plaintext = try PlaintextReader(package)
        try contents.checkPadding(&plaintext)
        let index = try IndexImage(copying: contents, from: &plaintext)
        progress.expect(index.contentLength)
        let readers = try PlaintextReaders(package, count: plan.workers)
        let feed = PlaintextFeed(ResealContent(index), padding: plan.padding, prior: record)
        return try seal(feed, readers, to: outputs, progress: progress)
    }

    private borrowing func checkResealing(
        _ package: borrowing UnlockedPackage, _ contents: Contents
    ) throws(PackageFormatError) {
        let (old, new) = (package.structure.common, common)
        guard new.purpose == old.purpose, new.label == old.label else {
            throw PackageFormatError(.invalidRequest, "label and purpose stay when a package is sealed again")
        }
        let listed = hiddenRecipients.map { $0.sorted { $0.lexicographicallyPrecedes($1) } }
        guard listed == contents.head.recipients else {
            throw PackageFormatError(
                .invalidRequest, "hidden recipients stay hidden, and the same, when a package is sealed again")
        }
    }
}

extension UnlockedPackage {
    /// The record that this package leaves behind when it is sealed again, encoded.
    fileprivate borrowing func recordOfItself(_ contents: Contents) throws(PackageFormatError) -> Secret {
        guard let header = structure.lock.firstHeader else {
            throw PackageFormatError(.invalidRequest, "no piece has its header")
        }
        let record = PriorRecord(of: self, header, contents.pointers, prior: try encodedPrior(contents))
        guard contents.pointers.hasModestPadding else {
            throw PackageFormatError(.tooLarge, "more padding than a record may claim", place: Place(.inside))
        }
        _ = try record.depth()
        let encoded = record.encoded
        guard encoded.count <= Format.maximumPriorSize else {
            throw PackageFormatError(
                .tooLarge, "the record of former packages would exceed 4 MiB", place: Place(.priorRecord))
        }
        return encoded
    }
}
