/** Whether node_modules is what package-lock.json asks for, and how to make it so. Plain JavaScript: see run.mjs. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Hardhat's native part is skipped in silence by an installation under a Node that Hardhat does not support. */
const NATIVE_PART = /^node_modules\/@nomicfoundation\/edr-[^/]+$/;
const FIRST_NODE_THAT_INSTALLS_ALL = 22;

/**
 * Says in words what is missing, or nothing when all is there.
 * @param {string} root the repository's folder
 * @returns {string | undefined}
 */
export function whyNotInstalled(root) {
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (installed === undefined) return "there are none yet";
  const wanted = readPackages(join(root, "package-lock.json"));
  if (wanted === undefined) throw new Error("package-lock.json cannot be read; get it back from version control");

  for (const [path, { version, optional, devOptional }] of Object.entries(wanted)) {
    if (path === "") continue;
    const found = installed[path];
    if (found === undefined && (optional || devOptional)) continue;
    if (found?.version !== version)
      return `${nameOf(path)} ${version} is ${found ? `${found.version} there` : "missing"}`;
  }
  if (!Object.keys(installed).some((path) => NATIVE_PART.test(path))) return "Hardhat's native part is missing";
  if (!existsSync(join(root, "node_modules", ".bin", "node"))) return "the Node that the commands run on is missing";
  return undefined;
}

/**
 * The program to run for a clean installation: npm itself, under a Node new enough not to skip anything.
 * @param {string} root the repository's folder
 * @returns {{ program: string, parameters: string[] }}
 */
export function installCommand(root) {
  // Asked for by name, so that neither NODE_ENV=production nor the user's npm configuration leaves them out.
  const install = ["ci", "--include=dev", "--include=optional"];
  const [major] = process.versions.node.split(".").map(Number);
  // npm puts our own Node first on the PATH, and the installation begins by removing it.
  const isOurs = process.execPath.startsWith(join(root, "node_modules"));
  if (major >= FIRST_NODE_THAT_INSTALLS_ALL && !isOurs) return { program: "npm", parameters: install };
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { program: "npx", parameters: ["-y", "-p", `node@${devDependencies.node}`, "--", "npm", ...install] };
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

function nameOf(path) {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}
