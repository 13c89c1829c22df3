import Cryptography
import DER
import SystemIO

/// Why erasing, or finding out about a device, could not go on. What a device turned out to be is a verdict, not an error.
package struct ErasureError: Error, Sendable {
    /// What is wrong, as a stable name.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable name.
        package let rawValue: String
        /// A code by its name; those in use are the constants below.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// The device refuses every write (EPERM, EROFS, data protect): not a bad sector, and no write will succeed.
        package static let writeProtected = Code(rawValue: "write-protected")
        /// The device is there, but could not read or write at ``ErasureError/offset``.
        package static let mediumError = Code(rawValue: "medium error")
        /// The device is gone, or is not the one that was opened any more.
        package static let deviceLost = Code(rawValue: "device lost")
        /// The device could not empty its cache: nothing since the last success may be relied on.
        package static let flushFailed = Code(rawValue: "flush failed")
        /// An offset, length or buffer that is not a multiple of the sector size, or lies beyond the end.
        package static let misaligned = Code(rawValue: "misaligned")
        /// What was named as a device is a file, a folder or something else.
        package static let notBlockDevice = Code(rawValue: "not a block device")
        /// Another process, or a filesystem or volume, holds the device (EBUSY): the safety gate tells who.
        package static let inUse = Code(rawValue: "in use")
        /// There is no such device, or no medium in it.
        package static let noDevice = Code(rawValue: "no device")
        /// Only root may do this.
        package static let notPermitted = Code(rawValue: "not permitted")
        /// Another device than the one that was planned, or resumed, answers under the name.
        package static let otherDevice = Code(rawValue: "other device")
        /// What the kernel shows of the system is not understood, and so counts as in use.
        package static let badSystemView = Code(rawValue: "bad system view")
        /// A method that breaks the rules of methods, or a description of one that cannot be read.
        package static let invalidMethod = Code(rawValue: "invalid method")
        /// The operating system refused; ``ErasureError/system`` says why.
        package static let system = Code(rawValue: "system")
        /// A cryptographic operation failed; ``ErasureError/cryptography`` says why.
        package static let cryptography = Code(rawValue: "cryptography")
    }

    /// What is wrong.
    package let code: Code
    /// The call or the step that failed, such as "pwrite".
    package let operation: String
    /// Why, in a sentence without untrusted text.
    package let reason: String
    /// The device or file that is meant, in its raw bytes.
    package var path: Path?
    /// Where on the device or in the file, in bytes.
    package var offset: UInt64?
    /// What the operating system said.
    package var system: SystemError?
    /// What the cryptographic operation said.
    package var cryptography: CryptographyError?
    /// Where a structure is not what it must be.
    package var structure: DERError?

    /// - Parameters:
    ///   - operation: the call or the step that failed.
    ///   - reason: a sentence without untrusted text.
    ///   - offset: in bytes on the device or in the file.
    package init(_ code: Code, _ operation: String, _ reason: String, path: Path? = nil, offset: UInt64? = nil) {
        self.code = code
        self.operation = operation
        self.reason = reason
        self.path = path
        self.offset = offset
    }
}

extension ErasureError: Equatable {
    /// Errors are equal if code, path and offset are; the rest is for people.
    package static func == (left: ErasureError, right: ErasureError) -> Bool {
        left.code == right.code && left.path == right.path && left.offset == right.offset
    }
}

extension ErasureError {
    /// What the operating system refused, under the code for everything that has no better one.
    package init(_ error: SystemError, _ code: Code = .system, path: Path? = nil) {
        self.init(
            code, error.operation, error.systemMessage ?? error.code.rawValue, path: path ?? error.path,
            offset: error.offset)
        system = error
    }

    /// What a cryptographic operation refused.
    package init(_ error: CryptographyError) {
        self.init(.cryptography, error.operation, error.reason)
        cryptography = error
    }
}

/// Calls of SystemIO, with their errors as this module's.
func onSystem<Value: ~Copyable>(
    _ path: Path? = nil, _ body: () throws(SystemError) -> Value
) throws(ErasureError) -> Value {
    do throws(SystemError) { return try body() } catch { throw ErasureError(error, path: path) }
}

/// Calls of Cryptography, with their errors as this module's.
func onCryptography<Value: ~Copyable>(
    _ body: () throws(CryptographyError) -> Value
) throws(ErasureError) -> Value {
    do throws(CryptographyError) { return try body() } catch { throw ErasureError(error) }
}
