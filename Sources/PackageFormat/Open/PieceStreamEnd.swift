import Cryptography
import SystemIO

/// A piece that was read from front to back: all of it is intact but the last unit. Most of the content is out; whether its
/// origin is good enough is for the caller to say before the rest follows.
package struct PieceStreamEnd: ~Copyable {
    /// Everything of it but its units, checked.
    package let structure: PackageStructure
    private let keys: PackageKeys
    private var held: HeldBackPlaintext

    init(
        structure: PackageStructure, keys: consuming PackageKeys, held: consuming HeldBackPlaintext
    ) {
        self.structure = structure
        self.keys = keys
        self.held = held
    }

    /// Checks manifest, last unit, index and padding, and that there is one file and nothing else; then releases what is
    /// left of it.
    /// - Parameter keyID: of the key that opened the package; nil for a passphrase.
    /// - Returns: the inside.
    /// - Throws: `notOneFile`; otherwise as for ``Contents/init(_:_:)``, and what `sink` throws.
    package consuming func finish(
        readBy keyID: [UInt8]?, to sink: (UnsafeRawBufferPointer) throws(PackageFormatError) -> Void
    ) throws(PackageFormatError) -> Contents {
        let structure = structure
        let package = try UnlockedPackage(structure, keys)
        var held = held
        var opener = try StripeOpener(package)
        let stripe = structure.geometry.stripeCount - 1
        try held.append(try opener.open(stripe: stripe), sink)
        let contents = try Contents(&held, structure)
        if let keyID { try contents.checkRecipient(keyID) }
        try contents.checkPadding(&held)
        try contents.requireOneFile(&held)
        try held.release(upTo: contents.pointers.contentLength, sink)
        return contents
    }
}

extension Contents {
    fileprivate func requireOneFile(_ plaintext: inout HeldBackPlaintext) throws(PackageFormatError) {
        var entries = entryStream
        if head.entryCount == 1, case .file = try entries.next(from: &plaintext)?.node { return }
        throw PackageFormatError(.notOneFile, "\(head.entryCount) entries", place: Place(.index))
    }
}

extension HeldBackPlaintext {
    /// Reads and gives away what is held before `end`.
    fileprivate mutating func release(upTo end: UInt64, _ sink: Sink) throws(PackageFormatError) {
        let buffer = StripeBuffer(count: 1 << 16)
        var position = released
        while position < end {
            let part = buffer.part(0, Int(min(UInt64(buffer.count), end - position)))
            try system { () throws(SystemError) in try Interruption.check() }
            try read(at: position, into: part)
            try sink(UnsafeRawBufferPointer(part))
            position += UInt64(part.count)
        }
    }
}
