export interface HostData {
  appId: number;
  isAdmin: boolean;
  people: { id: number; name: string; lastName: string }[];
  texts: {
    close: string;
    cancel: string;
    select: string;
    selectUser: string;
    selectAccess: string;
    selectCrm: string;
    refreshFailed: string;
    imIgnored: string;
  };
}

/** Data the page was rendered with; the caller names its shape, the server wrote it. */
export function pageData<Shape>(id: string): Shape {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no data named ${id}`);
  return JSON.parse(element.textContent) as Shape;
}

export function hostData(): HostData {
  return pageData<HostData>("host-data");
}

export function findElement<Kind extends Element = HTMLElement>(selector: string): Kind {
  const element = document.querySelector<Kind>(selector);
  if (!element) throw new Error(`The page has no ${selector}`);
  return element;
}
