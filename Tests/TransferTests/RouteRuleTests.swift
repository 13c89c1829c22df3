import Testing
import Transfer

@Suite("Which route may carry which piece")
struct RouteRuleTests {
    @Test("A route carries one piece, as often as need be, and none that it is called by another name for")
    func onePiece() throws {
        var plan = TransferPlan(Samples.package())
        try plan.assign(Samples.assignment(1, "a"))
        try plan.assign(Samples.assignment(1, "a"))
        #expect(throws: TransferError(.carriesOther, "", piece: 1, route: "b")) {
            try plan.assign(Samples.assignment(2, "b", identity: "filesystem:a"))
        }
        #expect(plan.assignments.count == 2)
    }

    @Test(
        "Routes with a name or an address of a host in common are one",
        arguments: [
            ("host:a 192.0.2.1", "host:b 192.0.2.1", true), ("host:a", "host:a 192.0.2.1", true),
            ("host:localhost", "host:localhost", true), ("host:a 192.0.2.1", "host:b 192.0.2.2", false),
            ("medium:A 1", "medium:B 1", false), ("command:a", "host:a", false), ("host:", "host:", true),
        ])
    func names(first: String, second: String, isSame: Bool) throws {
        var plan = TransferPlan(Samples.package())
        try plan.assign(Samples.assignment(1, "a", identity: first))
        let route = Samples.route("b", identity: second)
        #expect(RouteRule(plan).allows(2, on: route) == !isSame)
        #expect(RouteRule(plan).allows(1, on: route))
        #expect(plan.assignments[0].route.isSame(as: second) == isSame)
    }

    @Test("A plan that shares routes puts any piece on any of them")
    func shared() throws {
        var plan = TransferPlan(Samples.package(), mode: .shared)
        try plan.assign(Samples.assignment(1, "a"))
        try plan.assign(Samples.assignment(2, "a"))
        #expect(plan.routes(of: 2).map(\.name) == ["a"])
    }

    @Test("The passphrase's route carries no piece", arguments: [PlanMode.onePiecePerRoute, .shared])
    func passphrase(mode: PlanMode) {
        var plan = TransferPlan(Samples.package(), mode: mode, passphrase: .route(Samples.route("telephone")))
        #expect(throws: TransferError(.passphraseRoute, "", piece: 3, route: "t")) {
            try plan.assign(Samples.assignment(3, "t", identity: "filesystem:telephone"))
        }
    }

    @Test(
        "Words that have a route's host or mail address in them are that route",
        arguments: [
            ("mail to Soumu@Example.jp.", "mail:soumu@example.jp", true),
            ("メール（soumu+key@example.jp）で", "mail:soumu@example.jp", true),
            ("mailto:soumu@example.jp", "mail:soumu@example.jp", true),
            ("zaimu@example.jp", "mail:soumu@example.jp", false),
            ("by sftp://u@FILES.example:22/in", "host:files.example 192.0.2.1", true),
            ("192.0.2.1に置く", "host:files.example 192.0.2.1", true), ("on [2001:db8::1]", "host:2001:db8::1", true),
            ("files.example.", "host:files.example", true), ("profiles.example", "host:files.example", false),
            ("files.example.jp", "host:files.example", false), ("by telephone", "host:files.example", false),
            ("電話で", "mail:soumu@example.jp", false), ("a", "command:a b", false),
        ])
    func words(text: String, identity: String, isMentioned: Bool) throws {
        let plan = TransferPlan(Samples.package(), mode: .shared, passphrase: .words(text))
        #expect(RouteRule(plan).allows(1, on: Samples.route("a", identity: identity)) == !isMentioned)
    }

    @Test("A piece is one of the package's", arguments: [-1, 0, 6])
    func pieces(number: Int) {
        var plan = TransferPlan(Samples.package())
        #expect(throws: TransferError(.noSuchPiece, "", piece: number)) {
            try plan.assign(Samples.assignment(number, "a"))
        }
    }
}
