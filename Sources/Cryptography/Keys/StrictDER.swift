import DER

extension CryptographyError {
    /// DER that is refused, with the place.
    init(_ operation: String, _ error: DERError) {
        self.init(.malformed, operation: operation, reason: "\(error.code.rawValue) at offset \(error.offset)")
    }

    /// Bytes that are well-formed DER and still refused.
    static func malformed(_ operation: String, _ reason: String) -> CryptographyError {
        CryptographyError(.malformed, operation: operation, reason: reason)
    }
}

/// Parses all of `bytes` with `body`.
/// - Throws: `malformed` with the offset.
func parseDER<Value>(
    _ operation: String, _ bytes: [UInt8], _ body: (inout DERReader) throws(DERError) -> Value
) throws(CryptographyError) -> Value {
    do throws(DERError) {
        return try DERReader.parse(bytes, body)
    } catch {
        throw CryptographyError(operation, error)
    }
}

/// An AlgorithmIdentifier (RFC 5280, 4.1.1.2), its parameters kept as DER.
struct AlgorithmIdentifier: Hashable, Sendable {
    let algorithm: ObjectIdentifier
    /// The element that follows the object identifier; nil where there is none.
    let parameters: [UInt8]?

    /// The DER of NULL.
    static let null: [UInt8] = [0x05, 0x00]

    init(_ algorithm: ObjectIdentifier, parameters: [UInt8]? = nil) {
        self.algorithm = algorithm
        self.parameters = parameters
    }

    init(_ reader: inout DERReader) throws(DERError) {
        self = try reader.sequence { (inner) throws(DERError) in
            let algorithm = try inner.objectIdentifier()
            return AlgorithmIdentifier(algorithm, parameters: inner.isAtEnd ? nil : Array(try inner.anyElement()))
        }
    }

    /// Whether the parameters are absent or NULL, both of which RFC 5754 and RFC 4055 want accepted for hash functions.
    var hasNoParameters: Bool { parameters == nil || parameters == Self.null }

    var der: [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { inner in
                inner.objectIdentifier(algorithm)
                inner.encoded(parameters ?? [])
            }
        }
    }
}

extension DERReader {
    /// A BIT STRING of whole octets.
    mutating func octetAlignedBitString() throws(DERError) -> [UInt8] {
        let here = offset
        let content = try primitive(.bitString)
        guard content.first == 0 else { throw DERError(.badValue, offset: here) }
        return Array(content.dropFirst())
    }

    /// A positive INTEGER of any size, without the octet that only carries the sign.
    mutating func positiveInteger() throws(DERError) -> [UInt8] {
        let here = offset
        let content = try minimalInteger()
        guard let first = content.first, first < 0x80, content.count > 1 || first > 0 else {
            throw DERError(.badValue, offset: here)
        }
        return Array(first == 0 ? content.dropFirst() : content)
    }
}

extension DERWriter {
    /// A BIT STRING of whole octets.
    mutating func octetAlignedBitString(_ octets: some Collection<UInt8>) { primitive(.bitString, [0] + octets) }
}
