import Glibc

extension SystemError {
    /// Whether the bytes of this one file are lost, or their medium is, so that a copy elsewhere may be read instead: the file
    /// ended too early, or the kernel's block layer or filesystem says that it cannot give them.
    package var isLoss: Bool {
        if code == .shortFile { return true }
        return switch number {
        // What block devices answer for bad sectors, lost transports and broken checks (blk_status_t in the kernel's
        // blk_types.h), filesystems for checksums that do not match (EBADMSG, EUCLEAN), and network filesystems for servers
        // that are gone.
        case EIO, ENODATA, EREMOTEIO, EILSEQ, EBADMSG, EUCLEAN, ENXIO, ENODEV, ESTALE, ETIMEDOUT, ENOLINK: true
        default: false
        }
    }
}
