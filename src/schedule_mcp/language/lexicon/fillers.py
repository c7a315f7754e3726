"""Words of a chat that carry no time, in other languages than English: closed lists, so that a word that might matter
is never passed over. What is to run is named by a verb and by a noun with its owner ("lance mon script")."""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> list[str]:
    """Keys between bars."""
    return [" ".join(word.split()) for word in text.split("|") if word.strip()]


_THINGS = (
    "job|script|scraper|agent|workflow|backup|bot|pipeline|crawler|cron|cron job|cronjob|newsletter|report|e-mail|"
    "email|mail|export|import|query|batch|test|tests|dashboard|digest"
)
"""What is named alike everywhere."""


@dataclass(frozen=True)
class _Chat:
    verbs: str
    owners: str
    nouns: str
    rest: str = ""

    def keys(self) -> list[str]:
        nouns = _words(f"{_THINGS}|{self.nouns}")
        owned = [f"{owner} {noun}" for owner in _words(self.owners) for noun in nouns]
        return [*_words(self.verbs), *nouns, *owned, *_words(self.rest)]


_CHATS = {
    "de": _Chat(
        verbs="""
        führe | fuehre | führ | lass | lasse | laufe | lauf | läuft | laufen lassen | schick | schicke | schicken |
        sende | senden | prüfe | prüf | prüfen | hole | hol | holen | mache | machen | rufe | ruf | aufrufen |
        generiere | generieren | erstelle | erstellen | erzeuge | aktualisiere | aktualisieren | lade | laden |
        plane | planen | ausgeführt werden | ausgeführt | gestartet werden | gestartet | gesendet | verschickt |
        führen | abrufen | synchronisiere | synchronisieren | exportiere | exportieren | melde | melden | mailen |
        maile | wecken
        """,
        owners="""
        mein | meine | meinen | meinem | unser | unsere | unseren | dein | deine | deinen | den | die | das | der |
        einen | eine | ein
        """,
        nouns="""
        bericht | berichte | aufgabe | aufgaben | skript | agenten | sicherung | prüfung | nachricht | daten |
        abfrage | zusammenfassung | statusbericht | tagesbericht | wochenbericht | termin | erinnerung |
        auswertung | lauf | prozess
        """,
        rest="""
        das | ihn | sie | uns | mir | dir | aus | bitte mal | mal | doch | einfach | wird | werden | soll laufen |
        sollen | sollte | sollten | kannst | könntest | könnten sie | können sie | würdest du | ich brauche |
        ich hätte gern | ich möchte dass | dass | damit | hi | hey | moin | guten tag | liebe grüße | dankeschoen |
        danke dir
        """,
    ),
    "es": _Chat(
        verbs="""
        lanza | lanzar | corre | correr | envía | envia | enviar | envíame | enviame | envíanos | manda | mandar |
        mándame | mandame | revisa | revisar | comprueba | genera | generar | actualiza | actualizar | inicia |
        iniciar | arranca | arrancar | ejecuten | ejecutes | haz | hacer | descarga | descargar | sincroniza |
        sincronizar | publica | publicar
        """,
        owners="el | la | los | las | mi | mis | nuestro | nuestra | un | una | este | esta | ese | esa | tu",
        nouns="""
        informe | informes | tarea | tareas | proceso | trabajo | copia | copia de seguridad | resumen | correo |
        mensaje | reporte | datos | flujo | flujo de trabajo | revisión | consulta | rastreador | agente | boletín |
        exportación
        """,
        rest="""
        lo | la | esto | eso | me | nos | que corra | que me envíes | que envíes | debe | debería | debe ejecutarse
        """,
    ),
    "fr": _Chat(
        verbs="""
        lancez | relance | relancer | démarre | demarre | démarrer | envoie | envoyez | envoyer | envoie-nous |
        exécutez | fais | faire | faites | fais tourner | faire tourner | vérifie | verifie | vérifier | génère |
        genere | générer | mets à jour | actualise | actualiser | récupère | récupérer | synchronise |
        synchroniser | publie | publier | tourne
        """,
        owners="le | la | les | l' | mon | ma | mes | notre | nos | un | une | ce | cette | ton | ta",
        nouns="""
        rapport | rapports | tâche | tache | tâches | traitement | sauvegarde | résumé | bilan | message |
        courriel | données | agent | flux | processus | vérification | requête | lettre d'information |
        synchronisation
        """,
        rest="""
        ça | ca | cela | moi | nous | il faut | il faudrait | doit | devrait | doit tourner | pourriez-vous | peux
        """,
    ),
    "pt": _Chat(
        verbs="""
        corre | correr | envia | envie | enviar | envia-me | me envia | me envie | manda | mande | mandar |
        me manda | dispara | disparar | inicia | inicie | iniciar | verifica | verifique | gera | gere | gerar |
        atualiza | atualize | atualizar | faz | faça | fazer | baixa | baixe | sincroniza | sincronize | publica |
        publique | lança | lance
        """,
        owners="""
        o | a | os | as | meu | minha | meus | minhas | nosso | nossa | um | uma | este | esta | esse | essa | seu |
        sua
        """,
        nouns="""
        relatório | relatorio | relatórios | tarefa | tarefas | processo | trabalho | cópia de segurança | resumo |
        mensagem | dados | fluxo | fluxo de trabalho | verificação | consulta | agente | boletim | exportação | robô
        """,
        rest="""
        isso | isto | ele | me | nos | que rode | que execute | deve | deveria | deve rodar | podes | consegues
        """,
    ),
    "it": _Chat(
        verbs="""
        manda | mandare | invia | inviare | inviami | inviaci | fai partire | far partire | controlla |
        controllare | verifica | genera | generare | aggiorna | aggiornare | fare | scarica | scaricare |
        sincronizza | sincronizzare | pubblica | pubblicare | lanciare | avviare | esegua
        """,
        owners="""
        il | lo | la | i | gli | le | l' | il mio | la mia | i miei | le mie | il nostro | la nostra | un | una |
        uno | questo | questa
        """,
        nouns="""
        rapporto | resoconto | attività | compito | processo | lavoro | copia di sicurezza | riepilogo | messaggio |
        dati | flusso | flusso di lavoro | controllo | interrogazione | agente | bollettino | esportazione
        """,
        rest="""
        lo | questo | quello | ci | mi | deve | dovrebbe | deve partire | deve girare | puoi mandarmi |
        potresti mandarmi
        """,
    ),
    "nl": _Chat(
        verbs="""
        voer | draai | draaien | stuur | sturen | verstuur | versturen | controleer | controleren | genereer |
        genereren | maken | ververs | verversen | haal | ophalen | synchroniseer | synchroniseren | publiceer |
        publiceren | starten | laat | laten draaien | uitgevoerd worden | mailen
        """,
        owners="de | het | een | mijn | onze | ons | deze | dit | die | dat | jouw | je",
        nouns="""
        rapport | rapporten | taak | taken | proces | back-up | samenvatting | bericht | gegevens | controle |
        verslag | nieuwsbrief | zoekopdracht | agenten | overzicht | synchronisatie
        """,
        rest="uit | dat | dit | het | hem | ons | moet | moeten | zou moeten | kunt u | zou u | kun je me | zodat",
    ),
    "zh": _Chat(
        verbs="""
        跑 | 跑一下 | 发送 | 发 | 发给我 | 启动 | 开始运行 | 检查 | 生成 | 更新 | 同步 | 抓取 | 备份 | 执行一下 |
        运行一下 | 调用 | 推送 | 触发 | 导出 | 刷新
        """,
        owners="我的 | 我们的 | 这个 | 那个 | 一个",
        nouns="""
        脚本 | 任务 | 报告 | 报表 | 日报 | 周报 | 爬虫 | 程序 | 邮件 | 数据 | 工作流 | 代理 | 机器人 | 消息 | 总结 |
        定时任务 | 作业
        """,
        rest="""
        帮我 | 请帮我 | 麻烦 | 麻烦你 | 能不能 | 可以 | 给我 | 让 | 把 | 要 | 需要 | 我想 | 我要 | 谢谢你 | 多谢 |
        吧 | 一下
        """,
    ),
    "ja": _Chat(
        verbs="""
        送って | 送信 | 送信して | 送る | 動かして | 動かす | 走らせて | 走らせる | 起動 | 起動して | 起動する |
        実行させて | 確認して | チェックして | 作成して | 生成して | 更新して | 同期して | 取得して | やって |
        回して | 送ってください | 起動してください | 動かしてください | 実行してほしい | 実行してほしいです
        """,
        owners="私の | この | その | あの",
        nouns="""
        スクリプト | タスク | ジョブ | レポート | 報告 | バックアップ | スクレイパー | ワークフロー | メール |
        データ | エージェント | ボット | 処理 | 通知
        """,
        rest="を | 私に | 毎回 | どうか | できますか | もらえますか | ありがとう | ありがとうございます | です | ね",
    ),
}


def fillers(code: str) -> list[str]:
    """The keys that carry no time in a language."""
    return _CHATS[code].keys()
