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

    @Test("A piece is one of the package's", arguments: [-1, 0, 6])
    func pieces(number: Int) {
        var plan = TransferPlan(Samples.package())
        #expect(throws: TransferError(.noSuchPiece, "", piece: number)) {
            try plan.assign(Samples.assignment(number, "a"))
        }
    }
}
