/// What `Routes` says of an error, in Japanese: reasons and advice are written there where they arise, in English.
enum RouteWords {
    /// - Returns: nil for a text that is not in the table.
    static func japanese(_ english: String) -> String? {
        if let japanese = table[english] { return japanese }
        // "the book of routes is not of its form: too deeply nested"
        guard let colon = english.firstRange(of: ": "), let first = table[String(english[..<colon.lowerBound])] else {
            return nil
        }
        let rest = String(english[colon.upperBound...])
        return "\(first): \(table[rest] ?? rest)"
    }

    private static let table: [String: String] = bookWords.merging(deliveryWords) { first, _ in first }

    static let bookWords: [String: String] = [
        "a route's name has small letters, digits and dashes, at most 64": "経路の名前は英小文字、数字、ハイフンで 64 文字までです",
        "the domain is not one line of text": "領域は一行の文で書きます",
        "the person's name is not one line of text": "人の名前は一行の文で書きます",
        "the day is not written as YYYY-MM-DD": "日付は YYYY-MM-DD の形で書きます",
        "the book of routes is too large": "移送経路の設定が大きすぎます",
        "the book of routes is not UTF-8": "移送経路の設定が UTF-8 ではありません",
        "the book of routes has another version": "移送経路の設定の版が違います",
        "a list of routes is expected": "経路のリストがあるはずの所です",
        "two routes have the same name": "同じ名前の経路が二つあります",
        "the book of routes is no YAML": "移送経路の設定が YAML として読めません",
        "a key stands twice": "同じ項目が二つあります",
        "folder, carried, sftp, rclone, mail or command is expected":
            "folder、carried、sftp、rclone、mail、command のいずれかを書きます",
        "the folder is one line of text": "フォルダーは一行の文で書きます",
        "an absolute path is expected": "絶対パスで書きます",
        "the book of routes could not be written": "移送経路の設定を書けません",
        "the book of routes would not be read back as what it is": "移送経路の設定を書いても、同じには読み戻せません",
        "there is no route of this name": "この名前の経路はありません",
        "add it with fubako route add": "fubako route add で加えてください",
        "a route of this name is there already": "この名前の経路は既にあります",
        "remove it first": "先に削除してください",
        "the book has too many routes": "経路が多すぎます",
        "a mapping of keys and values is expected": "項目と値の組があるはずの所です",
        "a key is a word": "項目の名前は単語です",
        "the book of routes has a key that is not known here": "移送経路の設定に、知らない項目があります",
        "a text is expected": "文字列があるはずの所です",
        "a number is expected": "数があるはずの所です",
        "true or false is expected": "true か false を書きます",
        "a list of words is expected": "単語のリストがあるはずの所です",
        "a key does not belong to a route of this kind": "この種類の経路にはない項目です",
        "a key is missing": "項目が足りません",
        "a text in quotes does not end": "引用符が閉じていません",
        "a control character": "制御文字があります",
        "directives and several documents are not read": "指示や複数の文書は読みません",
        "too deeply nested": "入れ子が深すぎます",
        "anchors, aliases, tags and texts in blocks are not read": "アンカー、エイリアス、タグ、ブロックの文字列は読みません",
        "the book of routes is not of its form": "移送経路の設定の書き方が正しくありません",
        "the program wrote more than expected": "プログラムの出力が多すぎます",
        "a program that the route needs is not there": "経路に必要なプログラムがありません",
        "install it, or name its path": "プログラムを入れるか、その場所を指定してください",
        "the account and each word of a command are one line of text": "account とコマンドの各単語は、一行の文で書きます",
        "a command that delivers or collects has {file} and {name} among its words":
            "送るコマンドと受け取るコマンドには {file} と {name} が要ります",
        "the program of a command has no placeholder in its name": "コマンドのプログラム名に {file} や {name} は使えません",
        "a program needs a piece that lies in a file": "プログラムで送るには、ピースがファイルでなければなりません",
        "what was read back is not what was written": "読み戻したものが、書いたものと違います",
        "the route has no program that lists": "この経路には一覧するプログラムがありません",
        "the program lists too many names": "プログラムの一覧が長すぎます",
        "the route has no program that collects": "この経路には受け取るプログラムがありません",
        "the route's own program failed": "経路のプログラムが失敗しました",
        "there is no memory left": "メモリーが足りません",
        "a temporary folder could not be made": "一時フォルダーを作れません",
        "the program made no regular file": "プログラムが通常のファイルを作りませんでした",
        "the file is longer than a piece may be": "ファイルが、ピースとして長すぎます",
        "the piece is shorter than what was collected": "ピースが、既に受け取ったものより短くなっています",
        "not every place can hold this name": "どの経路でも使えるとは限らない名前です",
        "give the piece another name": "ピースを別の名前にしてください",
        "something else has the piece's name at the place": "送り先に、同じ名前の別のものがあります",
        "move it away, or send the piece under another name": "それを移すか、別の名前で送ってください",
        "what has the name in between is no file": "送り先で途中の名前を使っているものが、ファイルではありません",
        "check the medium or the server, and send the piece by another route": "媒体かサーバーを調べ、別の経路で送ってください",
        "the piece is not under its name after renaming": "名前を変えた後、その名前のピースがありません",
        "there is no such piece at the place": "送り先にそのピースはありません",
        "the file at the place is longer than a piece may be": "送り先のファイルが、ピースとして長すぎます",
        "the piece at the place is shorter than what was collected of it before": "送り先のピースが、既に受け取ったものより短くなっています",
        "collect it anew from its beginning": "最初から受け取り直してください",
        "what was collected could not be written here": "受け取ったものを、ここに書けません",
        "the route cannot remove what it delivered": "この経路では、送ったものを消せません",
        "the folder is not there": "フォルダーがありません",
        "mount the medium or the server, or make the folder": "媒体やサーバーをマウントするか、フォルダーを作ってください",
        "the folder has too many names": "フォルダーの中の名前が多すぎます",
        "no medium is mounted at the folder": "フォルダーに媒体がマウントされていません",
        "mount the medium, or name its serial or UUID": "媒体をマウントするか、製造番号か UUID を指定してください",
        "no medium of this name is mounted": "この名前の媒体はマウントされていません",
        "several media of this name are mounted": "この名前の媒体が複数マウントされています",
        "mount it, or name its folder with --at, and --serial or --uuid if it is not mounted now":
            "マウントするか、--at でフォルダーを、今マウントしないなら --serial か --uuid も指定してください",
        "what is mounted under the folder cannot be told": "フォルダーに何がマウントされているか分かりません",
        "the medium could not be unmounted, or is mounted elsewhere too": "媒体のマウントを解除できないか、ほかの所にもマウントされています",
        "close what uses it, and unmount it by hand": "使っているものを閉じ、手でマウントを解除してください",
        "a medium is registered by its serial or its UUID": "媒体の登録には製造番号か UUID が要ります",
        "what is said of a medium is one line of text each": "媒体についての記述は、それぞれ一行の文で書きます",
        "the medium at the folder is not the registered one, or none is mounted there":
            "フォルダーにあるのは登録した媒体ではないか、何もマウントされていません",
        "mount the registered medium, or register this one as a route of its own":
            "登録した媒体をマウントするか、この媒体を別の経路として登録してください",
        "the attachment is not whole base 64": "添付が base 64 として完全ではありません",
        "have the piece sent again": "ピースを送り直してもらってください",
        "an address of mail is written as account@domain, in ASCII, without comments":
            "メールアドレスは account@domain の形で、ASCII で書きます",
        "sendmail and the Maildir are absolute paths": "sendmail と Maildir は絶対パスで書きます",
    ]
}
