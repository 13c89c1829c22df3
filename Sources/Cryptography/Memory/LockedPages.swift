internal import COpenSSL

/// Whole pages of memory for a secret: kept out of swap and core dumps, wiped before they are given back.
///
/// Pages are not shared between secrets, because unlocking works by the page and would unlock the neighbour too.
struct LockedPages: ~Copyable {
    let base: UnsafeMutableRawPointer
    private let size: Int

    /// Zeroed memory for at least `count` bytes.
    init(count: Int) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        size = max(1, (count + page - 1) / page) * page
        base = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: page)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        // Both may fail, above all where RLIMIT_MEMLOCK is small. The secret is then as safe as any other memory,
        // and refusing to work would protect nobody: the results are ignored on purpose.
        _ = mlock(base, size)
        _ = madvise(base, size, Int32(MADV_DONTDUMP))
    }

    deinit {
        OPENSSL_cleanse(base, size)
        _ = madvise(base, size, Int32(MADV_DODUMP))
        _ = munlock(base, size)
        base.deallocate()
    }
}
