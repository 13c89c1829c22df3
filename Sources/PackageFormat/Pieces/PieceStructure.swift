import Cryptography
import DER
import SystemIO

/// A piece whose structure was checked, all but its units: header, hash section, trailer and signature agree.
///
/// Only ``read(_:)`` makes one.
package struct PieceStructure: Sendable {
    /// The header, from the first intact copy.
    package let header: PieceHeader
    /// Manifest, MAC and signature.
    package let trailer: Trailer
    /// Where its parts lie in the file.
    package let layout: Layout
    /// Who signed, as far as the package itself can tell.
    package let origin: Origin
    /// Leaf hashes of all units; their roots are those of the manifest.
    let leaves: LeafList
    /// What was found broken and could be got around.
    package let damage: [Damage]

    /// What is signed.
    package var manifest: Manifest { trailer.manifest }
    /// Where its units lie in the chunk stream.
    package var geometry: StripeGeometry { layout.geometry }

    /// Reads and checks everything of a piece except its units.
    /// - Parameter file: seekable, positioned anywhere.
    /// - Throws: `notAPackage`, `wrongLength`, `tooLarge`, `malformed`, `damaged`, `badSignature`, `foreignStanza`,
    ///   `unsupported`, `system`.
    package static func read(_ file: borrowing Descriptor) throws(PackageFormatError) -> PieceStructure {
        let size = try system { () throws(SystemError) in try file.metadata().size }
        var reading = PieceReading(fileSize: size)
        do {
            return try reading.run(file)
        } catch {
            // A package of a later version may end in another way: call it that rather than broken. One that ends as this
            // version does is of this version, and another number in its header is damage.
            if !reading.endsAsThisVersion, let later = PieceReading.laterVersion(file, fileSize: size) { throw later }
            throw error
        }
    }
}
