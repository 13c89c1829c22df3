import Glibc

@testable import SystemIO

/// Runs the probe program under the library of faults, which is built on first use.
enum ProbeProcess {
    /// Beside the test bundle, where the package manager puts its executables.
    private static let builds: Path = {
        let own = (try? Path("/proc/self/maps").mappedBundle()) ?? nil
        return own?.folder ?? "."
    }()

    static var program: Path { builds.appending("fault-probe") }
    private static var library: Path { builds.appending("libfaults.so") }

    /// The library as a path, or nil if it cannot be built: the tests that need it are then skipped.
    static let preload: String? = {
        let sources = Path(#filePath).folder.folder.appending("Faults/faults.c")
        let command =
            "cc -shared -fPIC -O1 -Wall -Wextra -o '\(library).new' '\(sources)' -ldl && mv '\(library).new' '\(library)'"
        return system(command) == 0 ? library.string : nil
    }()

    /// Runs to the end.
    /// - Returns: the exit code, or minus the signal that ended it.
    static func run(
        _ arguments: [String], state: Path, fault: String? = nil, log: Path? = nil
    ) -> Int32 {
        let process = start(arguments, state: state, fault: fault, log: log, input: -1, output: -1)
        return wait(process)
    }

    static func start(
        _ arguments: [String], state: Path, fault: String? = nil, log: Path? = nil, input: CInt, output: CInt
    ) -> pid_t {
        var environment = ["XDG_STATE_HOME=\(state)", "PATH=/usr/bin:/bin"]
        if let fault { environment.append("FUBAKO_FAULT=\(fault)") }
        if let log { environment.append("FUBAKO_FAULT_LOG=\(log)") }
        if fault != nil || log != nil, let preload { environment.append("LD_PRELOAD=\(preload)") }
        if let libraries = getenv("LD_LIBRARY_PATH") {
            environment.append("LD_LIBRARY_PATH=\(String(cString: libraries))")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        redirect(&actions, STDIN_FILENO, input)
        redirect(&actions, STDOUT_FILENO, output)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var process: pid_t = -1
        let words = ([program.string] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        return posix_spawn(&process, program.string, &actions, nil, words, variables) == 0 ? process : -1
    }

    static func wait(_ process: pid_t) -> Int32 {
        var status: CInt = 0
        while waitpid(process, &status, 0) == -1 { if errno != EINTR { return 127 } }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }

    private static func redirect(_ actions: inout posix_spawn_file_actions_t, _ number: CInt, _ other: CInt) {
        if other == -1 {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        } else {
            posix_spawn_file_actions_adddup2(&actions, other, number)
        }
    }
}

extension Path {
    /// The path of the test bundle, from the list of what is mapped into this process.
    fileprivate func mappedBundle() throws(SystemError) -> Path? {
        let maps = try Descriptor.open(self, .readOnly).readToEnd(limit: 1 << 22)
        let line = maps.split(separator: UInt8(ascii: "\n")).first {
            String(decoding: $0, as: UTF8.self).hasSuffix(".xctest")
        }
        return line.flatMap { line in line.firstIndex(of: Path.slash).map { Path(line[$0...]) } }
    }
}
