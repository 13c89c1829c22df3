import Erasure
import Glibc
import SystemIO
import TestSupport
import Testing

extension RealDeviceTests {
    /// Every use of a device that this kernel can make for real. The gate refuses each, says who holds the device, and neither the
    /// device nor what is on it changes.
    @Suite struct GateInUseTests {
        /// A device that is in use, and what the gate has to say.
        /// - Parameter changing: whether the use itself writes to the device when it likes.
        private func expectRefusal(
            _ loop: LoopDevice, _ kind: Holding.Kind, of part: String? = nil, by holder: String? = nil,
            release: String? = nil, protecting: [String] = [], changing: Bool = false,
            _ location: SourceLocation = #_sourceLocation
        ) throws {
            sync()
            let before = try loop.bytes()
            let written = try loop.sectorsWritten()
            let gate = SafetyGate(protecting: protecting.map { Path($0) }, patience: .zero)
            guard case .refused(let verdict) = try gate.take(Path(loop.path)) else {
                Issue.record("a device in use was given out", sourceLocation: location)
                return
            }
            #expect(!verdict.permitsWriting && !verdict.permitsPlanning, sourceLocation: location)
            let found = verdict.holdings.first {
                $0.kind == kind && $0.device == part ?? loop.name && $0.holder == holder ?? $0.holder
            }
            #expect(found != nil, "\(verdict)", sourceLocation: location)
            if let release { #expect(found?.release?.line == release, sourceLocation: location) }
            sync()
            if changing { return }
            #expect(try loop.sectorsWritten() == written, sourceLocation: location)
            #expect(try loop.bytes() == before, sourceLocation: location)
        }

        private func expectTaken(_ loop: LoopDevice, _ location: SourceLocation = #_sourceLocation) throws {
            let taking = try SafetyGate(protecting: []).take(Path(loop.path))
            guard case .taken(let device, let verdict) = taking else {
                Issue.record("a device that nobody uses was refused: \(taking)", sourceLocation: location)
                return
            }
            #expect(verdict.permitsWriting && device.size == 8 << 20, sourceLocation: location)
        }

        @Test("a device that nobody uses is taken, with and without partitions")
        func free() throws {
            let loop = try LoopDevice()
            try expectTaken(loop)
            try loop.addPartitions(2)
            try expectTaken(loop)
            #expect(access(loop.partition(1), F_OK) != 0)
        }

        // MARK: Filesystems

        @Test("a mounted filesystem")
        func mounted() throws {
            let mount = try MountedLoop()
            try expectRefusal(mount.loop, .mounted, by: mount.point, release: "umount \(mount.point)")
        }

        @Test("a filesystem that is mounted at a place with blanks in its name, and bind-mounted at another")
        func boundMount() throws {
            let mount = try MountedLoop()
            let place = mount.folder("a second place")
            try succeed("mkdir", [place])
            try succeed("mount", ["--bind", mount.point, place])
            defer { _ = try? run("umount", [place]) }
            try expectRefusal(mount.loop, .mounted, by: mount.point)
            try expectRefusal(mount.loop, .mounted, by: place, release: "umount '\(place)'")
            try succeed("umount", [mount.point])
            try expectRefusal(mount.loop, .mounted, by: place)
        }

        @Test("a filesystem that is mounted in another process's mount namespace only")
        func otherNamespace() throws {
            let loop = try LoopDevice()
            try succeed("mkfs.ext2", ["-q", "-F", loop.path])
            let folder = try TemporaryFolder()
            let process = try Background(
                "unshare",
                [
                    "--mount", "--propagation", "private", "sh", "-c",
                    "mount -o ro \(loop.path) \(folder.path) && echo ready && cat",
                ])
            #expect(try !run("findmnt", ["--source", loop.path]).text.contains(loop.path))
            let command = "nsenter --mount --target \(process.identifier) -- umount \(folder.path)"
            try expectRefusal(loop, .mounted, by: folder.path, release: command)
        }

        @Test("a filesystem that is mounted in a namespace without a process, which the kernel alone knows")
        func namespaceWithoutProcess() throws {
            let loop = try LoopDevice()
            try succeed("mkfs.ext2", ["-q", "-F", loop.path])
            let folder = try TemporaryFolder()
            let (home, point) = (folder("home"), folder("mount"))
            try succeed("mkdir", [home, point])
            try succeed("mount", ["--bind", home, home])
            try succeed("mount", ["--make-private", home])
            try succeed("touch", [home + "/namespace"])
            defer {
                _ = try? run("umount", [home + "/namespace"])
                _ = try? run("umount", [home])
            }
            try succeed("unshare", ["--mount=\(home)/namespace", "mount", "-o", "ro", loop.path, point])
            try expectRefusal(loop, .claimed, by: "kernel", release: "lsblk \(loop.path)")
        }

        @Test("a filesystem on a partition")
        func mountedPartition() throws {
            let loop = try LoopDevice()
            try loop.addPartitions(2)
            let mount = try MountedLoop(loop, device: loop.partition(2))
            try expectRefusal(loop, .mounted, of: "\(loop.name)p2", by: mount.point)
            #expect(access(loop.partition(1), F_OK) == 0)
        }

        // MARK: Swap

        @Test("a swap area")
        func swap() throws {
            let loop = try LoopDevice()
            try succeed("mkswap", [loop.path])
            try succeed("swapon", [loop.path])
            defer { _ = try? run("swapoff", [loop.path]) }
            try expectRefusal(loop, .swap, by: loop.path, release: "swapoff \(loop.path)")
        }

        @Test("a filesystem with a swap file")
        func swapFile() throws {
            let mount = try MountedLoop(writable: true)
            let file = mount.point + "/swap"
            try succeed("dd", ["if=/dev/zero", "of=\(file)", "bs=1M", "count=4"])
            try succeed("chmod", ["600", file])
            try succeed("mkswap", [file])
            try succeed("swapon", [file])
            defer { _ = try? run("swapoff", [file]) }
            try expectRefusal(mount.loop, .swapFile, by: file, release: "swapoff \(file)", changing: true)
            try expectRefusal(mount.loop, .mounted, by: mount.point, changing: true)
        }

        // MARK: Loop devices

        @Test("a loop device over the whole device")
        func loopOverDisk() throws {
            let loop = try LoopDevice()
            let upper = try LoopDevice(over: loop.path)
            try expectRefusal(loop, .loop, by: upper.name, release: "losetup --detach \(upper.path)")
        }

        @Test("a loop device over a partition")
        func loopOverPartition() throws {
            let loop = try LoopDevice()
            try loop.addPartitions(1)
            let upper = try LoopDevice(over: loop.partition(1))
            try expectRefusal(loop, .loop, of: "\(loop.name)p1", by: upper.name)
        }

        @Test("two loop devices over one file: neither is given out")
        func twoLoops() throws {
            let first = try LoopDevice()
            let second = try LoopDevice(over: first.file)
            try expectRefusal(first, .backingFile, by: second.name, release: "losetup --detach \(second.path)")
            try expectRefusal(second, .backingFile, by: first.name)
        }

        @Test("a loop device over a device that is mounted")
        func loopOverMounted() throws {
            let mount = try MountedLoop()
            let upper = try LoopDevice(over: mount.loop.path)
            try expectRefusal(upper, .mounted, of: mount.loop.name, by: mount.point)
        }

        @Test("a loop device over a file that a process has open")
        func openBackingFile() throws {
            let loop = try LoopDevice()
            let process = try Background("sh", ["-c", "exec 5<>\(loop.file); echo ready; cat"])
            try expectRefusal(loop, .backingFile, by: "sh", release: "kill \(process.identifier)")
        }

        // MARK: Processes

        @Test("a device, or a partition of it, that another process has open", arguments: ["<", "<>"])
        func openInProcess(_ mode: String) throws {
            let loop = try LoopDevice()
            try loop.addPartitions(1)
            for (node, part) in [(loop.path, loop.name), (loop.partition(1), "\(loop.name)p1")] {
                let process = try Background("sh", ["-c", "exec 5\(mode)\(node); echo ready; cat"])
                try expectRefusal(loop, .process, of: part, by: "sh", release: "kill \(process.identifier)")
            }
            try expectTaken(loop)
        }

        @Test("a device that a thread has open which no other thread of its process has")
        func openInThread() throws {
            let loop = try LoopDevice()
            let program =
                "import ctypes,os,sys,threading\nready=threading.Event()\ndef run():\n"
                + " assert ctypes.CDLL(None,use_errno=True).unshare(0x400)==0\n"
                + " os.open('\(loop.path)',os.O_RDONLY); ready.set(); threading.Event().wait()\n"
                + "threading.Thread(target=run,daemon=True).start(); ready.wait()\n"
                + "print('ready',flush=True); sys.stdin.read()"
            let process = try Background("python3", ["-c", program])
            try expectRefusal(loop, .process, by: "python3", release: "kill \(process.identifier)")
        }

        @Test("a device that another process has open under a name of its own, since removed")
        func openUnderOtherName() throws {
            let loop = try LoopDevice()
            let folder = try TemporaryFolder()
            let node = folder("node")
            let number = try #require(try Path(loop.path).blockDevice())
            try succeed("mknod", [node, "b", "\(number.major)", "\(number.minor)"])
            let process = try Background("sh", ["-c", "exec 5<\(node); rm \(node); echo ready; cat"])
            try expectRefusal(loop, .process, by: "sh", release: "kill \(process.identifier)")
        }

        @Test("a device that a process has mapped into memory and closed")
        func mapped() throws {
            let loop = try LoopDevice()
            let program =
                "import mmap,os,sys; f=os.open('\(loop.path)',os.O_RDONLY)\n"
                + "m=mmap.mmap(f,4096,prot=mmap.PROT_READ); os.close(f)\nfor n in range(3,9):\n try: os.close(n)\n"
                + " except OSError: pass\nprint('ready',flush=True); sys.stdin.read()"
            let process = try Background("python3", ["-c", program])
            try expectRefusal(loop, .process, by: "python3", release: "kill \(process.identifier)")
        }

        @Test(
            "a partition that is open where no process shows it, which the kernel alone knows; the others are known again"
        )
        func openUnseen() throws {
            let loop = try LoopDevice()
            try loop.addPartitions(3)
            // A descriptor on its way from one socket to another belongs to nobody.
            let program =
                "import os,socket,sys; a,b=socket.socketpair(socket.AF_UNIX); f=os.open('\(loop.partition(3))',os.O_RDONLY)\n"
                + "socket.send_fds(a,[b'x'],[f]); os.close(f)\nprint('ready',flush=True); sys.stdin.read()"
            let process = try Background("python3", ["-c", program])
            try expectRefusal(
                loop, .partition, of: "\(loop.name)p3", release: "fuser --verbose \(loop.partition(3))")
            for index in 1...3 { #expect(access(loop.partition(index), F_OK) == 0) }
            let text = try Descriptor.open(Path("/sys/class/block/\(loop.name)p2/start"), .readOnly).readToEnd(
                limit: 64)
            #expect(String(decoding: text, as: UTF8.self).trimmed == "6144")
            withExtendedLifetime(process) {}
        }

        @Test("a device that this process has open elsewhere")
        func openHere() throws {
            let loop = try LoopDevice()
            let other = try Descriptor.open(Path(loop.path), .readOnly)
            try expectRefusal(loop, .process)
            try other.close()
            try expectTaken(loop)
        }

        @Test("a device that is already taken")
        func taken() throws {
            let loop = try LoopDevice()
            let taking = try SafetyGate(protecting: []).take(Path(loop.path))
            guard case .taken(let device, _) = taking else { throw TestSupportError("\(taking)") }
            try expectRefusal(loop, .process)
            #expect(try SafetyGate(protecting: []).judge(device).permitsWriting)
        }

        @Test("a device that somebody locks for longer than udevd does")
        func locked() throws {
            let loop = try LoopDevice()
            let process = try Background("flock", ["--exclusive", loop.path, "sh", "-c", "echo ready; cat"])
            #expect(
                try SafetyGate(protecting: []).judge(Path(loop.path)).holdings.map(\.process).contains(
                    process.identifier))
            try expectRefusal(loop, .locked)
        }

        // MARK: Our own files

        @Test("the device that carries the state folder, and the file behind a loop device that does")
        func ownFiles() throws {
            let mount = try MountedLoop()
            let state = mount.point + "/lost+found"
            try expectRefusal(mount.loop, .ownFiles, by: state, protecting: [state])
            try expectRefusal(mount.loop, .unknown, protecting: [mount.point + "/absent"])
        }

        @Test("a use that begins after the device was taken is seen at the next checkpoint")
        func laterUse() throws {
            let loop = try LoopDevice()
            let gate = SafetyGate(protecting: [], patience: .zero)
            let taking = try gate.take(Path(loop.path))
            guard case .taken(let device, _) = taking else { throw TestSupportError("\(taking)") }
            #expect(try gate.judge(device).permitsWriting)
            let process = try Background("sh", ["-c", "exec 5<\(loop.path); echo ready; exec cat"])
            let verdict = try gate.judge(device)
            #expect(verdict.holdings.map(\.process) == [process.identifier], "\(verdict)")
            #expect(!verdict.permitsWriting)
            #expect(gate.objection(to: device) == "\(loop.name): process cat")
        }

        @Test("a process that has the device open for a moment is waited for")
        func moment() throws {
            let loop = try LoopDevice()
            let process = try Background("sh", ["-c", "exec 5<\(loop.path); echo ready; exec sleep 1"])
            let taking = try SafetyGate(protecting: [], patience: .seconds(20)).take(Path(loop.path))
            guard case .taken = taking else { throw TestSupportError("\(taking)") }
            withExtendedLifetime(process) {}
        }
    }
}
