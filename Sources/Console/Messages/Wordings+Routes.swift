extension Message {
    static let routeWordings: [Message: Wording] = [
        .whatRoute: Wording("route", "移送経路"),
        .whatRouteBook: Wording("book of routes", "移送経路の設定"),
        .routeSaid: Wording("{0}; it was told: {1}", "{0}。相手やプログラムの言葉: {1}"),
        .routeDown: Wording("{0}", "応答がないか、フォルダーや媒体がありません（{0}）"),
        .routeConnectionLost: Wording("{0}", "途中で切れました（{0}）"),
        .routeTimedOut: Wording("{0}", "長い間、何も進みませんでした（{0}）"),
        .routeRefused: Wording("{0}", "許可されませんでした（{0}）"),
        .routeReadOnly: Wording("{0}", "読み取り専用で、書き込めません（{0}）"),
        .routeHostKeyChanged: Wording("{0}", "サーバーのホスト鍵が、知っているものと違います（{0}）"),
        .routeHostKeyUnknown: Wording("{0}", "サーバーのホスト鍵を知りません（{0}）"),
        .routeWrongRemote: Wording("{0}", "送り先が違うか、ありません（{0}）"),
        .routeFull: Wording("{0}", "空き容量がありません（{0}）"),
        .routeTooLarge: Wording(
            "{0}; at most {1} bytes fit", "ピースが大きすぎ、この経路に載るのは {1} バイトまでです（{0}）"),
        .routeInterrupted: Wording("{0}", "中断しました（{0}）"),
        .routeExists: Wording("{0}", "同じ名前の別のものが既にあり、置き換えません（{0}）"),
        .routeNotFound: Wording("{0}", "見つかりません（{0}）"),
        .routeMismatch: Wording("{0}", "読み戻したものが、書いたものと違います（{0}）"),
        .routeMalformed: Wording("{0}", "形式が正しくありません（{0}）"),
        .routeTooMuch: Wording("{0}", "多すぎるか、大きすぎます（{0}）"),
        .routeBadName: Wording("{0}", "どの経路でも使えるとは限らない名前です（{0}）"),
        .routeNoProgram: Wording("{0}", "経路に必要なプログラムがありません（{0}）"),
        .routeProgramFailed: Wording("{0}", "経路のプログラムが失敗しました（{0}）"),
        .routeUnsupported: Wording("{0}", "この経路ではできません（{0}）"),
        .routeUnknownKey: Wording("{0}", "ここでは使えない項目です（{0}）"),
        .routeDuplicate: Wording("{0}", "同じ名前が二つあります（{0}）"),
        .routeMissingKey: Wording("{0}", "必要な項目がありません（{0}）"),
        .routeBadValue: Wording("{0}", "値の書き方が正しくありません（{0}）"),
        .routeSystem: Wording("{0}", "オペレーティングシステムが拒みました（{0}）"),
        .routeCryptography: Wording("{0}", "暗号の処理が失敗しました（{0}）"),
        .hintRouteLater: Wording("try again later, or use another route", "後でやり直すか、別の経路を使ってください"),
        .hintRouteResume: Wording(
            "try again: what has arrived already is continued where the route can",
            "やり直してください。経路によっては、届いたところから続けます"),
        .hintRouteRefused: Wording(
            "load the right key or correct the permissions, and try fubako route test",
            "鍵や権限を確かめて、fubako route test で試してください"),
        .hintRouteOther: Wording("use another route", "別の経路を使ってください"),
        .hintHostKeyChanged: Wording(
            "ask the server's office, by another way, whether the key was changed; only then correct the file of known hosts",
            "鍵を替えたのか、別の手段でサーバーの担当に確かめ、確かな場合だけ known_hosts を直してください"),
        .hintHostKeyUnknown: Wording(
            "get the key's fingerprint from the server's office, compare, and add it to the file of known hosts",
            "サーバーの担当から鍵の指紋を聞き、照らし合わせてから known_hosts に加えてください"),
        .hintRouteTest: Wording(
            "correct it in the book of routes, and try fubako route test",
            "移送経路の設定を直し、fubako route test で試してください"),
        .hintRouteFull: Wording(
            "make room there, or use another route", "送り先に空きを作るか、別の経路を使ってください"),
        .hintRouteTooLarge: Wording(
            "cut the package into more pieces, or use another route", "ピースの数を増やすか、別の経路を使ってください"),
        .hintRouteExists: Wording(
            "move it away, or send the piece under another name", "それを移すか、別の名前で送ってください"),
        .hintRouteList: Wording("fubako route list names the routes", "経路の名前は fubako route list で分かります"),
        .hintRouteName: Wording("give the piece another name", "ピースを別の名前にしてください"),
        .hintRouteProgram: Wording("install it, or name its path", "プログラムを入れるか、その場所を指定してください"),
        .hintRouteBook: Wording("fubako-routes(5) shows keys and form", "項目と書き方は fubako-routes(5) にあります"),
    ]
}
