import Glibc
import SystemIO

/// How much of a piece may be collected, and what is looked at while it comes.
package struct FetchLimit: Sendable, ExpressibleByIntegerLiteral {
    /// The most bytes that the piece may have.
    package let bytes: UInt64
    /// How many bytes must stay free where it is collected to.
    package var reserve: UInt64 = 0
    /// The piece's length as the place lists it; nil if it does not tell.
    package var expected: UInt64?
    /// Looks at the first bytes, a block or less, before they are written; what it throws ends the collecting.
    package var check: @Sendable (_ start: [UInt8]) throws(RoutesError) -> Void = { _ in }

    /// - Parameter bytes: the most that the piece may have.
    package init(_ bytes: UInt64) { self.bytes = bytes }

    /// As ``init(_:)``.
    package init(integerLiteral bytes: UInt64) { self.init(bytes) }

    /// Whether all that is still to come has room.
    func checkRoom(in file: borrowing Descriptor, for count: Int, at offset: UInt64) throws(RoutesError) {
        guard reserve > 0, let room = try? file.room() else { return }
        let rest = expected.map { $0 - min($0, offset) } ?? UInt64(count)
        guard room < reserve || room - reserve < rest else { return }
        var failure = RoutesError(.system, "there is no room here for what is collected", offset: offset)
        failure.system = SystemError(.noSpace, "write", number: ENOSPC)
        throw failure
    }
}
