/// The one owner of an OpenSSL object, which it frees at the end of its life.
///
/// A type that holds one of these needs no `deinit` of its own. Its `init` prepares the object in a constant and stores it
/// last, because an initialiser of a noncopyable type cannot throw once a noncopyable property is set.
struct OpenSSLObject: ~Copyable {
    /// Valid as long as this owner lives.
    let pointer: OpaquePointer
    private let free: @convention(c) (OpaquePointer?) -> Void

    /// Takes what `create` returns, to be given back with `free`.
    /// - Throws: `code` if it is NULL.
    init(
        _ operation: String, _ code: CryptographyError.Code = .opensslFailure,
        freedBy free: @convention(c) (OpaquePointer?) -> Void, _ create: () -> OpaquePointer?
    ) throws(CryptographyError) {
        pointer = try OpenSSL.pointer(operation, code, create)
        self.free = free
    }

    deinit { free(pointer) }
}
