import Label
import SystemIO
import Testing

@testable import Console
@testable import Terminal

@Suite("Every message is there in both languages")
struct MessageTests {
    @Test("no message is without words, and no words without a message")
    func complete() {
        #expect(Set(Message.wordings.keys) == Set(Message.allCases))
        let parts = [
            Message.questionWordings, Message.labelWordings, Message.systemWordings, Message.cryptographyWordings,
            Message.packageWordings, Message.keyringWordings, Message.displayWordings, Message.configurationWordings,
            Message.operationWordings, Message.startWordings, Message.identityWordings, Message.sealWordings,
            Message.inspectWordings, Message.verifyWordings, Message.openWordings, Message.resealingWordings,
            Message.ledgerWordings, Message.ledgerReportWordings,
            Message.entryWordings, Message.findingWordings, Message.proofWordings, Message.keepingWordings,
            Message.guardingWordings, Message.repairWordings, Message.routeWordings,
            Message.transferWordings, Message.transferErrorWordings, Message.receivingWordings,
        ]
        #expect(parts.map(\.count).reduce(0, +) == Message.allCases.count)
    }

    @Test("both languages say something, and Japanese says it in Japanese", arguments: Message.allCases)
    func words(_ message: Message) throws {
        let wording = try #require(Message.wordings[message])
        #expect(!wording.en.isEmpty && !wording.ja.isEmpty)
        #expect(wording.ja.unicodeScalars.contains { (0x3041...0x9FFF).contains($0.value) })
        #expect(wording.en != wording.ja)
    }

    /// Messages that end with the words of a standard or of a library, which are English only: Japanese leaves them out.
    static let detailed: Set<Message> = [
        .cryptographyFailed, .cryptographyInvalidKey, .cryptographyMalformed, .cryptographyUnsupported,
        .cryptographyNotListed, .cryptographyCertificate, .cryptographySignature, .cryptographyOutOfRange,
        .cryptographyInvalidText, .cryptographySelfTest, .packageUnsupported, .packageWrongLength, .packageTooLarge,
        .packageMalformed, .packageDamaged, .packageBadSignature, .packageForeignStanza, .packageInconsistentKey,
        .packageBadIndex, .packageRefused, .packageBadEntry, .packageInvalidRequest, .keyringInvalidName,
        .keyringExists, .keyringMalformed, .keyringWrongKeyUsage, .keyringWeakKey, .keyringNotListed,
        .keyringFingerprintMismatch, .keyringInvalidPassphrase, .packageUnsealableName, .packageBadPrior,
        .transparencyMalformed, .transparencyTooLarge, .transparencyKey, .transparencyWitnesses, .transparencyRange,
        .operationBadIntent, .routeDown, .routeConnectionLost, .routeTimedOut, .routeRefused, .routeReadOnly,
        .routeHostKeyChanged, .routeHostKeyUnknown, .routeWrongRemote, .routeFull, .routeTooLarge, .routeInterrupted,
        .routeExists, .routeNotFound, .routeMismatch, .routeMalformed, .routeTooMuch, .routeBadName, .routeNoProgram,
        .routeProgramFailed, .routeUnsupported, .routeUnknownKey, .routeDuplicate, .routeMissingKey, .routeBadValue,
        .routeSystem, .routeCryptography,
    ]

    @Test("both languages have the same places, numbered from 0 without a gap", arguments: Message.allCases)
    func places(_ message: Message) throws {
        let wording = try #require(Message.wordings[message])
        let english = Self.places(wording.en)
        #expect(Self.places(wording.ja) == (Self.detailed.contains(message) ? [] : english))
        #expect(english == Set(0..<english.count))
        #expect(!Self.detailed.contains(message) || wording.en.hasSuffix(": {0}"))
    }

    @Test(
        "a message has a name of one style for programs",
        arguments: [
            (Message.sealSkippedSpecial, "seal.skipped-special"), (.usageJSONAndData, "usage.json-and-data"),
            (.bytes, "bytes"), (.titleGradedC3Until, "title.graded-c3-until"), (.titlePackageID, "title.package-id"),
        ])
    func name(_ message: Message, _ name: String) { #expect(message.name == name) }

    @Test("no two messages have one name")
    func names() { #expect(Set(Message.allCases.map(\.name)).count == Message.allCases.count) }

    @Test(
        "a name between quotation marks cannot close them",
        arguments: [
            ("x", "x"), ("x' (trusted)", #"x\' (trusted)"#), (#"x\"#, #"x\\"#), (#"x\' y"#, #"x\\\' y"#),
            ("「総務」", #"\「総務\」"#), ("x'\u{301}", "x\\'\u{301}"),
        ])
    func quotes(name: String, quoted: String) {
        #expect(
            Message.senderUnknown.text(.en, name, "00") == "'\(quoted)' (not in the keyring; certificate SHA-256 00)")
        #expect(Message.senderUnknown.text(.ja, name, "00") == "「\(quoted)」（鍵束にありません。証明書の SHA-256 00）")
        #expect(Message.senderUntrusted.text(.en, name) == escaped(name) + " (not trusted)")
    }

    static func places(_ template: String) -> Set<Int> {
        Set((0...9).filter { template.contains("{\($0)}") })
    }

    @Test("arguments are escaped, and never taken for places")
    func arguments() {
        #expect(Message.internalError.text(.en, "{0}\u{1B}") == #"unexpected failure of kind {0}\x1B"#)
        #expect(Message.personalCounted.text(.en, "{1}", 5) == "{1}, of 5 persons")
        #expect(Message.systemFailed.text(.en, Path([0xFF, 0x61])) == #"\xFFa"#)
        #expect(Message.personalCounted.text(.en, "yes") == "yes, of  persons")
        #expect(Message.bytes.text(.ja, UInt64.max) == "18446744073709551615 バイト")
    }

    static let environments: [([String: String], Language)] = [
        ([:], .en), (["LANG": "ja_JP.UTF-8"], .ja), (["LANG": "ja"], .ja), (["LANG": "ja.UTF-8"], .ja),
        (["LANG": "ja_JP@x"], .ja), (["LANG": "en_US.UTF-8"], .en), (["LANG": "jav_ID"], .en), (["LANG": "C"], .en),
        (["LC_ALL": "C", "LANG": "ja_JP.UTF-8"], .en), (["LC_ALL": "", "LANG": "ja_JP.UTF-8"], .ja),
        (["LC_ALL": "", "LC_MESSAGES": "ja_JP.eucJP", "LANG": "C"], .ja), (["LC_CTYPE": "ja_JP.UTF-8"], .en),
    ]

    @Test("the environment chooses the language", arguments: environments)
    func language(_ variables: [String: String], _ language: Language) {
        #expect(Language(environment: { variables[$0] }) == language)
    }

    static let sizes: [(UInt64, String)] = [
        (0, "0 bytes"), (1_023, "1023 bytes"), (1_024, "1.0 KiB"), (1_536, "1.5 KiB"), (1_048_575, "1.0 MiB"),
        (1_048_576, "1.0 MiB"), (1_288_490_189, "1.2 GiB"), (.max, "16.0 EiB"),
    ]

    @Test("a size is rounded to one decimal of the unit that fits", arguments: sizes)
    func size(_ bytes: UInt64, _ text: String) { #expect(sizeText(bytes, .en) == text) }

    static let durations: [(Duration, String)] = [
        (.zero, "0:00"), (.milliseconds(9_900), "0:09"), (.seconds(60), "1:00"), (.seconds(3_900), "1:05:00"),
        (.seconds(-5), "0:00"), (.seconds(1_000_000), "99:59:59"), (.seconds(36_000), "10:00:00"),
    ]

    @Test("a time has at least minutes and seconds", arguments: durations)
    func duration(_ duration: Duration, _ text: String) { #expect(durationText(duration) == text) }
}
