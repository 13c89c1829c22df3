internal import CSystem
import Glibc

/// Which ways openat2(2) may go. Magic links, such as those in /proc, are never followed.
struct Resolution {
    let rawValue: UInt64

    /// No symbolic link anywhere.
    static let noLinks = Resolution(rawValue: UInt64(RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS))
    /// No symbolic link anywhere, and never above the folder or into another mount.
    static let inside = Resolution(
        rawValue: UInt64(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV))
}

extension Descriptor {
    /// Opens a path that counts from this folder without leaving the allowed ways; openat2(2), which Linux has since 5.6.
    /// - Parameter mode: permission bits of a file that is created; not to be given otherwise.
    /// - Throws: ``SystemError/Code/unsafeName`` if a link or mount stands in the way.
    borrowing func openRestricted(
        _ path: Path, _ flags: OpenFlags, mode: UInt32 = 0, _ resolution: Resolution
    ) throws(SystemError) -> Descriptor {
        let folder = number
        do {
            let opened = try path.withCString { name throws(SystemError) in
                try systemCall("openat2", path: path) {
                    fubako_openat2(
                        folder, name, UInt64(flags.rawValue | O_CLOEXEC), UInt64(mode), resolution.rawValue)
                }
            }
            return Descriptor(takingOwnershipOf: opened)
        } catch {
            throw error.leavesFolder ? SystemError(.unsafeName, "openat2", path: path, number: error.number) : error
        }
    }

    /// Whether openat2(2) can be used: false on kernels before 5.6, and under seccomp filters that do not know it.
    static let hasRestrictedOpen: Bool = {
        var number: CInt = -1
        let result = systemCallNumber {
            number = fubako_openat2(
                AT_FDCWD, "/", UInt64(FUBAKO_O_PATH | O_CLOEXEC), 0, Resolution.noLinks.rawValue)
            return number
        }
        // Apart from the call, because what close(2) fails with is no reason to open again.
        if result == 0 { _ = Glibc.close(number) }
        return result == 0
    }()

    /// As ``openRestricted(_:_:mode:_:)``, component by component with O_NOFOLLOW, for systems without openat2(2). The path
    /// must be safe by ``RelativePath/isSafe(_:)``.
    borrowing func openStepwise(
        _ path: Path, _ flags: OpenFlags, mode: UInt32 = 0, _ resolution: Resolution
    ) throws(SystemError) -> Descriptor {
        var components = path.bytes.split(separator: Path.slash)[...]
        guard let last = components.popLast() else { throw SystemError(.unsafeName, "open", path: path) }
        let device = try metadata().identity.device
        var folder = try duplicate()
        do throws(SystemError) {
            for component in components {
                folder = try folder.openStep(Path(component), [.pathOnly, .folder])
                let isOtherMount = try folder.metadata().identity.device != device
                if isOtherMount, resolution.rawValue & UInt64(RESOLVE_NO_XDEV) != 0 {
                    throw SystemError(.unsafeName, "open", number: EXDEV)
                }
            }
            return try folder.openStep(Path(last), flags, mode: mode)
        } catch {
            let code = error.leavesFolder ? .unsafeName : error.code
            throw SystemError(code, error.operation, path: path, number: error.number)
        }
    }

    private borrowing func openStep(
        _ component: Path, _ flags: OpenFlags, mode: UInt32 = 0
    ) throws(SystemError) -> Descriptor {
        do { return try Descriptor.open(component, in: self, flags.union(.noFollow), mode: mode) } catch {
            // For a link, O_DIRECTORY fails before O_NOFOLLOW does.
            guard error.number == ENOTDIR, try metadata(of: component).kind == .symbolicLink else { throw error }
            throw SystemError(.unsafeName, "open", path: component, number: ELOOP)
        }
    }
}

extension SystemError {
    /// Whether a symbolic link or a mount stood in the way of an open that may not pass them.
    fileprivate var leavesFolder: Bool { number == ELOOP || number == EXDEV }
}
