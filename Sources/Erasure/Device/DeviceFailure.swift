import Glibc
import SystemIO

/// What a failed transfer says about a device.
struct DeviceFailure {
    let error: SystemError
    let isWrite: Bool

    init(_ error: SystemError, isWrite: Bool) {
        self.error = error
        self.isWrite = isWrite
    }

    /// What the error number means by itself.
    ///
    /// | number | from | meaning |
    /// |---|---|---|
    /// | EPERM, EROFS, EACCES | the kernel's own write protection | no write will succeed |
    /// | EREMOTEIO at a write | the drive refuses (BLK_STS_TARGET): data protect | no write will succeed |
    /// | ENODEV, ENXIO, ENOSPC, ENOMEDIUM, a short read | nothing there any more, or the end before the end | lost |
    /// | EIO, ENODATA (BLK_STS_MEDIUM), ETIMEDOUT, EILSEQ, EREMOTEIO at a read | the place, or the whole device | see presence |
    enum Meaning {
        case protected
        case lost
        case place
        case other
    }

    var meaning: Meaning {
        guard let number = error.number else { return error.code == .shortFile ? .lost : .other }
        switch number {
        case EPERM, EROFS, EACCES: return isWrite ? .protected : .other
        case EREMOTEIO: return isWrite ? .protected : .place
        case ENODEV, ENXIO, ENOSPC, ENOMEDIUM, ESHUTDOWN: return .lost
        case EIO, ENODATA, ETIMEDOUT, EILSEQ, ENOLINK, EBADE, EAGAIN: return .place
        default: return .other
        }
    }

    /// The same for a device that can be asked whether it is still there. One that cannot answer is lost.
    func error(_ device: KernelDevice, at offset: UInt64) -> ErasureError {
        let presence = (try? device.presence()) ?? .gone
        let code: ErasureError.Code =
            switch (meaning, presence) {
            case (.other, _): .system
            case (_, .gone), (_, .resized), (.lost, _): .deviceLost
            case (.protected, _), (_, .readOnly): isWrite ? .writeProtected : .mediumError
            case (.place, .same): .mediumError
            }
        var failure = ErasureError(error, code, path: device.path)
        failure.offset = offset
        return failure
    }
}
