internal import CSystem
import Glibc

/// The parts that posix_spawn(3) takes, for a program whose standard streams are given.
struct ProcessStart: ~Copyable {
    private var actions = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()

    /// The program gets a process group of its own, so that all that it starts can be ended with it, and the signals' defaults:
    /// this process blocks and ignores some.
    init(input: CInt, output: CInt, errors: CInt) {
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setpgroup(&attributes, 0)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    /// For a program that shares this process's terminal: its process group and its other streams are ours.
    init(input: CInt) {
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    deinit {
        var (actions, attributes) = (actions, attributes)
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }

    /// Starts the program.
    /// - Parameters:
    ///   - program: looked up in PATH unless it has a slash.
    ///   - variables: take the place of this process's own of the same names. By default messages come in English, so that
    ///     they can be told apart.
    /// - Throws: the code of errno, with the program.
    func run(
        _ program: Path, _ arguments: [String], variables: [String: String] = ["LC_ALL": "C"]
    ) throws(SystemError) -> pid_t {
        var identifier: pid_t = 0
        var (actions, attributes) = (actions, attributes)
        var words: [UnsafeMutablePointer<CChar>?] = []
        defer { for word in words { free(word) } }
        words.append(strdup(program.string))
        for argument in arguments {
            guard !argument.utf8.contains(0) else { throw SystemError(.unsafeName, "posix_spawn", path: program) }
            words.append(strdup(argument))
        }
        words.append(nil)
        let own = variables.map { strdup("\($0.key)=\($0.value)") }
        defer { for variable in own { free(variable) } }
        let environment = Self.environment(without: variables.keys.map { $0 + "=" }) + own + [nil]
        let result = try program.withCString { name throws(SystemError) in
            posix_spawnp(&identifier, name, &actions, &attributes, words, environment)
        }
        guard result == 0 else { throw SystemError(errno: result, "posix_spawn", path: program) }
        return identifier
    }

    /// This process's variables but for some.
    private static func environment(without starts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        guard var next = fubako_environment() else { return [] }
        var variables: [UnsafeMutablePointer<CChar>?] = []
        while let variable = next.pointee {
            if !starts.contains(where: { strncmp(variable, $0, $0.utf8.count) == 0 }) { variables.append(variable) }
            next += 1
        }
        return variables
    }
}
