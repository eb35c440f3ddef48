// Starts the language server, and starts it again when it is told to or when its settings change.

const { commands, window, workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function start() {
  const settings = workspace.getConfiguration("guiju");
  const command = settings.get("path") || "guiju";
  const server = {
    command,
    args: ["lsp", ...settings.get("arguments", [])],
    transport: TransportKind.stdio,
  };
  const languages = ["markdown", "html", "plaintext", "toml"];
  // Only the client's own log is in English: what the server says is Chinese.
  client = new LanguageClient("guiju", "规矩", server, {
    documentSelector: languages.flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]),
  });
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(
      `规矩：启动不了 ${command}（${error.message}）。请装好 guiju，或在设置“guiju.path”里写明它的位置。`,
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  // A server that never came up cannot be stopped.
  await running?.stop().catch(() => {});
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    commands.registerCommand("guiju.restart", restart),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("guiju.path") || change.affectsConfiguration("guiju.arguments")) {
        return restart();
      }
    }),
  );
  await start();
};

exports.deactivate = stop;
