/// What a transfer's file, and what is kept in it, may have at most.
package enum TransferLimits {
    /// Bytes of an identifier, a hash and a fingerprint.
    package static let digestSize = 32
    /// Bytes of a text.
    package static let textSize = 4_096
    /// The most pieces of a package.
    package static let pieces = 64
    /// The most recipients of a package.
    package static let recipients = 1_024
    /// How many assignments of pieces to routes there can be over a package's life.
    package static let assignments = 4_096
    /// How many deliveries, hand-overs or receipts one piece can have.
    package static let events = 4_096
    /// Bytes of a transfer's file.
    package static let fileSize = 16 << 20
}
