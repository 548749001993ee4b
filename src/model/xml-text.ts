import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { lineAndColumn } from './json-text.ts';
import { error, type Problem } from './problem.ts';

/** An element of an XML file, in file order. */
export interface XmlElement {
  readonly name: string;
  /** XPath of the element: `workout_file/workout/SteadyState[2]`. */
  readonly path: string;
  /** Attributes by name in lower case: writers of these files do not agree on case. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text directly inside, trimmed. */
  readonly text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  htmlEntities: true,
});

/** XML text as its root element, or the place and the reason why not. Never throws. */
export const parseXmlText = (text: string): { root: XmlElement; problem: null } | { root: null; problem: Problem } => {
  const source = (text.startsWith('\uFEFF') ? text.slice(1) : text).trimStart();
  const refuse = (path: string, got: string) => ({ root: null, problem: error(path, `expected XML, got ${got}`) });
  if (source === '') return refuse('', 'an empty file');
  try {
    const valid = XMLValidator.validate(source);
    if (valid !== true) {
      const above = lineAndColumn(text, text.length - source.length);
      const { line, col = 1, msg } = valid.err;
      const column = line === 1 ? above.column - 1 + col : col;
      return refuse(`line ${above.line - 1 + line}, column ${column}`, reasonOf(msg));
    }
    const roots = elementsOf(parser.parse(source), '');
    return roots[0] === undefined ? refuse('', 'no element') : { root: roots[0], problem: null };
  } catch (thrown) {
    return refuse('', reasonOf(thrown instanceof Error ? thrown.message : String(thrown)));
  }
};

/** The parser's reason as part of our sentence. It can quote the whole file. */
const reasonOf = (message: string): string => {
  const oneLine = message.replace(/\s+/g, ' ').replace(/\.$/, '');
  return oneLine.length > 120 ? `${oneLine.slice(0, 120)}…` : oneLine;
};

/** fast-xml-parser's ordered form: a list of `{ tag: [children], ':@': { attribute: value } }` and `{ '#text': … }`. */
const elementsOf = (nodes: unknown, above: string): XmlElement[] => {
  if (!Array.isArray(nodes)) return [];
  const counts = new Map<string, number>();
  return nodes.flatMap((node: Readonly<Record<string, unknown>>) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const path = above === '' ? name : `${above}/${name}${count > 1 || SEVERAL.test(above) ? `[${count}]` : ''}`;
    const attributes = Object.entries((node[':@'] ?? {}) as Record<string, unknown>);
    const inside = node[name];
    return [
      {
        name,
        path,
        attributes: new Map(attributes.map(([key, value]) => [key.toLowerCase(), String(value)])),
        children: elementsOf(inside, path),
        text: textOf(inside),
      },
    ];
  });
};

/** Below these, elements of one name come in numbers, and the first one's path says it is the first. */
const SEVERAL = /(?:^|\/)workout(?:\/|$)/;

const textOf = (nodes: unknown): string =>
  Array.isArray(nodes)
    ? nodes
        .map((node: Readonly<Record<string, unknown>>) => (typeof node['#text'] === 'string' ? node['#text'] : ''))
        .join('')
        .trim()
    : '';
