// A plugin of typedoc: what an interface inherits is described once, where it is declared. Without this,
// four kinds of terminals repeat some fifty members each.
import { Converter, ReflectionKind } from 'typedoc';

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const members = project.getReflectionsByKind(ReflectionKind.ClassMember);
    const inherited = members.filter(
      (member) => member.inheritedFrom || member.signatures?.every((one) => one.inheritedFrom),
    );
    for (const member of inherited) project.removeReflection(member);
  });
}
