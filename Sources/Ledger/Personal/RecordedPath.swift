import Cryptography
import Normalization

/// A path as a personal value: mostly its text. One that is not UTF-8, or not in normalisation form C, could not be found
/// again by a text; its bytes stand beside it then.
///
///     "/archive/plan.fubako"
///     {"bytes":"L2FyY2hpdmUv/y5mdWJha28=","text":"/archive/�.fubako"}
extension CanonicalJSON {
    /// - Parameter path: any bytes.
    package init(path: some Sequence<UInt8>) {
        let bytes = Array(path)
        let text = nfc(String(decoding: bytes, as: UTF8.self))
        let isWhole = text.utf8.elementsEqual(bytes)
        self = isWhole ? .string(text) : .object(["bytes": .string(Base64.encode(bytes)), "text": .string(text)])
    }

    /// The bytes of a path; nil for another value.
    package var pathBytes: [UInt8]? {
        switch self {
        case .string(let text): Array(text.utf8)
        case .object(let members):
            if case .string(let text) = members["bytes"] { Base64.decode(Array(text.utf8)) } else { nil }
        case .array, .integer, .flag: nil
        }
    }
}
