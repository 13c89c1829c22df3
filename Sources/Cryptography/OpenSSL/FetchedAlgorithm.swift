internal import COpenSSL

/// An algorithm fetched from OpenSSL's providers, once per process and never freed.
///
/// Fetching walks the providers and takes locks; it costs more than hashing a kilobyte.
/// Sendable because OpenSSL's method objects (EVP_MD, EVP_CIPHER, EVP_MAC) are immutable after the fetch.
struct FetchedAlgorithm: @unchecked Sendable {
    private let method: Result<OpaquePointer, CryptographyError>

    /// Fetches with one of EVP_MD_fetch, EVP_CIPHER_fetch, EVP_MAC_fetch. A failure is kept and thrown at each use.
    init(
        _ name: String,
        _ fetch: (OpaquePointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> OpaquePointer?
    ) {
        do throws(CryptographyError) {
            let pointer = try OpenSSL.pointer("fetching \(name)", .unsupportedAlgorithm) { fetch(nil, name, nil) }
            method = .success(pointer)
        } catch {
            method = .failure(error)
        }
    }

    /// The method object.
    /// - Throws: `unsupportedAlgorithm` if no provider offers it.
    func pointer() throws(CryptographyError) -> OpaquePointer { try method.get() }
}
